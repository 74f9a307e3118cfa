"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

export { toast } from "sonner";

/** Stands once, in the root layout. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-2 rounded-lg bg-raised px-3 py-2.5 font-sans text-sm text-text shadow-float",
          description: "text-muted",
          actionButton: "ml-auto rounded-md border border-border px-2 py-0.5 text-xs font-medium hover:bg-hover",
          success: "[&_[data-icon]]:text-succeeded",
          error: "[&_[data-icon]]:text-failed",
        },
      }}
    />
  );
}
