"use client";

import { useCallback } from "react";
import { useUrlState } from "./use-url-state";

/** A panel that a link can open (`?new=1`): open while the URL says so; what else it says stays. */
export function useOpenedByUrl(name: string): readonly [string | null, (value: string | null) => void] {
  const { get, set } = useUrlState();
  const open = useCallback((value: string | null) => set({ [name]: value }), [set, name]);
  return [get(name) || null, open];
}
