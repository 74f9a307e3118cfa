"use client";

import { useCallback } from "react";
import { useUrlState } from "./use-url-state";

/**
 * A panel that a link can open (`?new=1`): open while the URL says so; what else it says stays.
 *
 * The address changes without asking the server for the page again: opening and closing are at once.
 */
export function useOpenedByUrl(name: string): readonly [string | null, (value: string | null) => void] {
  const { get, hrefWith } = useUrlState();
  const open = useCallback(
    (value: string | null) => window.history.replaceState(null, "", hrefWith({ [name]: value })),
    [hrefWith, name],
  );
  return [get(name) || null, open];
}
