"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { thClass } from "./table";
import { useUrlState } from "./use-url-state";

export type SortThProps = {
  /** Name of the order, as the `sort` parameter of the list has it. */
  by: string;
  /** The list's order where the URL names none (`-updated_at`). */
  fallback: string;
  children: ReactNode;
  className?: string | undefined;
};

/** A column head that sorts the list; the order lives in the URL. */
export function SortTh({ by, fallback, children, className }: SortThProps) {
  const url = useUrlState();
  const sort = url.get("sort") || fallback;
  const direction = sort === by ? "ascending" : sort === `-${by}` ? "descending" : undefined;
  const next = direction === "ascending" ? `-${by}` : by;
  return (
    <th scope="col" aria-sort={direction ?? "none"} className={cn(thClass, className)}>
      <Link
        href={url.hrefWith({ sort: next, page: null })}
        scroll={false}
        className="inline-flex items-center gap-1 hover:text-text"
      >
        {children}
        {direction === "ascending" && <ArrowUp aria-hidden className="size-3" />}
        {direction === "descending" && <ArrowDown aria-hidden className="size-3" />}
      </Link>
    </th>
  );
}
