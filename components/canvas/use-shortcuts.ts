"use client";

import { useEffect, useRef } from "react";

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable=true]") !== null;

const isCovered = (): boolean => document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null;

export type Shortcuts = {
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onSave: () => void;
  readonly onSearch: () => void;
  readonly onSelectAll: () => void;
  readonly onDuplicate: () => void;
  /** The chosen nodes as text, or null where there is nothing to copy. */
  readonly onCopy: () => string | null;
  readonly onCut: () => string | null;
  /** True where the text was nodes. */
  readonly onPaste: (text: string) => boolean;
};

/** Keys with ⌘ or Ctrl, and the clipboard, wherever on the page they are pressed; fields that are typed into keep theirs. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || isCovered()) return;
      const key = event.key.toLowerCase();
      const on = latest.current;
      if (key === "s" && !event.shiftKey) on.onSave();
      else if (key === "f" && !event.shiftKey) on.onSearch();
      else if (isTyping(event.target)) return;
      else if (key === "z") (event.shiftKey ? on.onRedo : on.onUndo)();
      else if (key === "y" && !event.shiftKey) on.onRedo();
      else if (key === "a" && !event.shiftKey) on.onSelectAll();
      else if (key === "d" && !event.shiftKey) on.onDuplicate();
      else return;
      event.preventDefault();
    }

    function onClipboard(event: ClipboardEvent) {
      // Text that is marked on the page is what the person means.
      if (isTyping(event.target) || isCovered()) return;
      if (event.type === "paste") {
        const text = event.clipboardData?.getData("text/plain") ?? "";
        if (latest.current.onPaste(text)) event.preventDefault();
        return;
      }
      if ((window.getSelection()?.toString() ?? "") !== "") return;
      const text = event.type === "cut" ? latest.current.onCut() : latest.current.onCopy();
      if (text === null) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
    }

    window.addEventListener("keydown", onKeyDown);
    for (const name of ["copy", "cut", "paste"] as const) window.addEventListener(name, onClipboard);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      for (const name of ["copy", "cut", "paste"] as const) window.removeEventListener(name, onClipboard);
    };
  }, []);
}
