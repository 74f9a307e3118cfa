"use client";

import { useInsertionEffect, useRef } from "react";

/**
 * Gives focus back to where it was before a panel opened, for panels that no trigger of Radix opens.
 *
 * Of a menu's item, which is gone by then, it goes to the menu's button; where nothing is left, to the page.
 * @returns what to hand to the panel's `onCloseAutoFocus`
 */
export function useReturnFocus(open: boolean): (event: Event) => void {
  const opener = useRef<HTMLElement | null>(null);

  // Before the panel's own fields take the focus as they appear.
  useInsertionEffect(() => {
    if (open) opener.current = openerOf(document.activeElement);
  }, [open]);

  return (event) => {
    event.preventDefault();
    const target = opener.current?.isConnected ? opener.current : document.getElementById("content");
    target?.focus({ preventScroll: true });
  };
}

function openerOf(focused: Element | null): HTMLElement | null {
  const buttonId = focused?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  const opener = buttonId ? document.getElementById(buttonId) : focused;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}
