"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "./button-class";
import { cn } from "./cn";
import { useUrlState } from "./use-url-state";

export type PaginationProps = {
  pagination: { page: number; page_size: number; page_count: number; total_count: number };
  /** The plural of what is listed: "connections". */
  what: string;
  className?: string | undefined;
};

const number = new Intl.NumberFormat("en-US");

/** Says how many of how many are shown, and leads to the others. The page lives in the URL. */
export function Pagination({ pagination, what, className }: PaginationProps) {
  const url = useUrlState();
  const { page, page_size, page_count, total_count } = pagination;
  if (total_count === 0) return null;
  const first = Math.min((page - 1) * page_size + 1, total_count);
  const last = Math.min(page * page_size, total_count);
  return (
    <nav
      aria-label="Pages"
      className={cn("tabular mt-3 flex items-center justify-between gap-4 text-muted text-xs", className)}
    >
      <p>
        {page_count === 1
          ? `${number.format(total_count)} ${total_count === 1 ? (what === "people" ? "person" : what.replace(/s$/, "")) : what}`
          : `${number.format(first)}–${number.format(last)} of ${number.format(total_count)} ${what}`}
      </p>
      {page_count > 1 && (
        <div className="flex items-center gap-1">
          <Step href={page > 1 ? url.hrefWith({ page: page === 2 ? null : page - 1 }) : null} label="Previous page">
            <ChevronLeft aria-hidden />
          </Step>
          <span className="px-1">
            Page {page} of {page_count}
          </span>
          <Step href={page < page_count ? url.hrefWith({ page: page + 1 }) : null} label="Next page">
            <ChevronRight aria-hidden />
          </Step>
        </div>
      )}
    </nav>
  );
}

function Step({ href, label, children }: { href: string | null; label: string; children: React.ReactNode }) {
  const className = buttonClass({ variant: "ghost", size: "sm", className: "w-7 px-0" });
  if (href === null) {
    return (
      <button type="button" disabled aria-label={label} className={className}>
        {children}
      </button>
    );
  }
  return (
    <Link href={href} aria-label={label} className={className}>
      {children}
    </Link>
  );
}
