"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";

type Changes = Record<string, string | number | null | undefined>;

/** The page's query: what a link restores. An empty value takes its name out. */
export function useUrlState() {
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const text = search.toString();

  const hrefWith = useCallback(
    (changes: Changes): string => {
      const next = new URLSearchParams(text);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === undefined || value === "") next.delete(name);
        else next.set(name, String(value));
      }
      const query = next.toString();
      return query ? `${pathname}?${query}` : pathname;
    },
    [pathname, text],
  );

  const set = useCallback(
    (changes: Changes) => router.replace(hrefWith(changes), { scroll: false }),
    [router, hrefWith],
  );

  return { get: (name: string) => search.get(name) ?? "", hrefWith, set };
}
