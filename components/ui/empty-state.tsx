import type { ReactNode } from "react";
import { cn } from "./cn";

export type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  /** One sentence: what this is for. */
  children?: ReactNode;
  /** The first thing to do here. */
  action?: ReactNode;
  /** It is the whole page, so its title is the page's. */
  isPage?: boolean | undefined;
  className?: string | undefined;
};

export function EmptyState({ icon, title, children, action, isPage = false, className }: EmptyStateProps) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div
      className={cn(
        "flex flex-col items-center rounded-lg border border-border border-dashed px-6 py-14 text-center",
        className,
      )}
    >
      {icon && (
        <div className="mb-3 flex size-10 items-center justify-center rounded-lg border border-border bg-surface text-muted [&_svg]:size-5">
          {icon}
        </div>
      )}
      <Title className="font-semibold text-base">{title}</Title>
      {children && <p className="mt-1 max-w-md text-muted">{children}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
