import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const WIDTHS = { narrow: "max-w-180", normal: "max-w-300", full: "max-w-none" };

export type PageProps = {
  children: ReactNode;
  width?: keyof typeof WIDTHS | undefined;
  className?: string | undefined;
};

/** The place of a page beside the sidebar. What fills the whole place (the canvas) goes without it, with `h-full`. */
export function Page({ children, width = "normal", className }: PageProps) {
  return <div className={cn("mx-auto w-full px-4 py-5 sm:px-8 sm:py-7", WIDTHS[width], className)}>{children}</div>;
}
