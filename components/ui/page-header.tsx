import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Crumb = { label: string; href: string };

export type PageHeaderProps = {
  title: ReactNode;
  /** Where this is, from the outside in; the page itself is the title. */
  breadcrumbs?: readonly Crumb[] | undefined;
  description?: ReactNode;
  /** Beside the title: a status, an id to copy. */
  meta?: ReactNode;
  /** At the right; the last one is the primary. */
  action?: ReactNode;
  className?: string | undefined;
};

export function PageHeader({ title, breadcrumbs = [], description, meta, action, className }: PageHeaderProps) {
  return (
    <header className={cn("mb-5 flex flex-wrap items-end justify-between gap-x-4 gap-y-3", className)}>
      <div className="min-w-0">
        {breadcrumbs.length > 0 && (
          <nav aria-label="Breadcrumbs" className="mb-1">
            <ol className="flex flex-wrap items-center gap-1 text-muted text-xs">
              {breadcrumbs.map(({ label, href }, index) => (
                <li key={href} className="flex min-w-0 items-center gap-1">
                  <Link href={href} className="max-w-60 truncate hover:text-text hover:underline">
                    {label}
                  </Link>
                  {index < breadcrumbs.length - 1 && <ChevronRight aria-hidden className="size-3" />}
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="break-words font-semibold text-xl tracking-tight">{title}</h1>
          {meta}
        </div>
        {description && <p className="mt-0.5 max-w-2xl text-muted">{description}</p>}
      </div>
      {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
    </header>
  );
}
