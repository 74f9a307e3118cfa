"use client";

import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Switch({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      {...rest}
      className={cn(
        "inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-border-strong p-0.5 transition-colors duration-150 disabled:opacity-50 data-[state=checked]:bg-accent",
        className,
      )}
    >
      <Radix.Thumb className="size-4 rounded-full bg-accent-contrast transition-transform duration-150 data-[state=checked]:translate-x-4" />
    </Radix.Root>
  );
}
