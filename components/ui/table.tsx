import type { ComponentProps } from "react";
import { cn } from "./cn";
import { ScrollRegion } from "./scroll-region";

/** A table in its frame; it scrolls sideways inside it, never the page. `label` names it. */
export function Table({ label, className, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    <ScrollRegion label={label} className="relative overflow-x-auto rounded-lg border border-border bg-surface">
      <table {...rest} aria-label={label} className={cn("w-full border-collapse text-left text-sm", className)} />
    </ScrollRegion>
  );
}

export function THead(props: ComponentProps<"thead">) {
  return <thead {...props} />;
}

export function TBody({ className, ...rest }: ComponentProps<"tbody">) {
  return <tbody {...rest} className={cn("divide-y divide-border", className)} />;
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={cn("group/row", className)} />;
}

export const thClass =
  "h-9 whitespace-nowrap border-border border-b px-3 font-medium text-2xs text-muted uppercase tracking-wide first:pl-4 last:pr-4";

export function Th({ className, scope = "col", ...rest }: ComponentProps<"th">) {
  return <th {...rest} scope={scope} className={cn(thClass, className)} />;
}

/** Heads the column of a row's buttons. */
export function ActionsTh() {
  return (
    <Th>
      <span className="sr-only">Actions</span>
    </Th>
  );
}

/** A row whose first cell holds a link marked with `rowLinkClass` is clickable all over. */
export function Td({ className, ...rest }: ComponentProps<"td">) {
  return <td {...rest} className={cn("h-10 px-3 first:pl-4 last:pr-4", className)} />;
}

/** For the one link of a row (`Tr className={linkRowClass}`): the whole row leads there. */
export const rowLinkClass =
  "font-medium text-text after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus";
export const linkRowClass = "relative hover:bg-hover transition-colors duration-150";
/** For controls inside such a row: they lie above the link. */
export const aboveRowLinkClass = "relative z-1";
