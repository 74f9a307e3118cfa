"use client";

import { RadioGroup } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export type RadioCardsProps = {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: ReactNode; description?: ReactNode; icon?: ReactNode }[];
  className?: string | undefined;
};

/** A few choices that need a sentence each. */
export function RadioCards({ label, value, onValueChange, options, className }: RadioCardsProps) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <span id={id} className="font-medium">
        {label}
      </span>
      <RadioGroup.Root
        aria-labelledby={id}
        value={value}
        onValueChange={onValueChange}
        className={cn("grid gap-2", className)}
      >
        {options.map((option) => (
          <RadioGroup.Item
            key={option.value}
            value={option.value}
            className="flex items-start gap-2.5 rounded-lg border border-border p-3 text-left transition-colors duration-150 hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent/5"
          >
            <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-border-strong">
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </span>
            <span className="grid gap-0.5">
              <span className="flex items-center gap-1.5 font-medium">
                {option.icon}
                {option.label}
              </span>
              {option.description && <span className="text-muted text-xs">{option.description}</span>}
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
