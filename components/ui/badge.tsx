import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const badgeClass = cva(
  "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-hover text-muted",
        accent: "bg-accent/10 text-accent-text dark:bg-accent/20",
        running: "bg-running/10 text-running dark:bg-running/15",
        succeeded: "bg-succeeded/10 text-succeeded dark:bg-succeeded/15",
        failed: "bg-failed/8 text-failed dark:bg-failed/15",
        waiting: "bg-waiting/12 text-waiting dark:bg-waiting/15",
        outline: "border border-border text-muted",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type BadgeProps = ComponentProps<"span"> & VariantProps<typeof badgeClass>;

export function Badge({ tone, className, ...rest }: BadgeProps) {
  return <span {...rest} className={cn(badgeClass({ tone }), className)} />;
}
