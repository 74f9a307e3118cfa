"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { fieldClass } from "./input";

export type SelectOption = {
  value: string;
  label: ReactNode;
  /** A second, quieter line. */
  description?: string | undefined;
  disabled?: boolean | undefined;
};

export type SelectProps = {
  options: readonly SelectOption[];
  value?: string | undefined;
  defaultValue?: string | undefined;
  onValueChange?: ((value: string) => void) | undefined;
  placeholder?: string | undefined;
  name?: string | undefined;
  id?: string | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
  "aria-label"?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
};

/** Radix keeps the empty text for "nothing chosen"; an option may mean it. */
const EMPTY = "\u2205";
const inner = (value: string | undefined) => (value === "" ? EMPTY : value);
const outer = (value: string) => (value === EMPTY ? "" : value);

export function Select({ options, value, defaultValue, onValueChange, placeholder, className, ...rest }: SelectProps) {
  const { id, name, disabled, ...aria } = rest;
  const hasEmpty = options.some((option) => option.value === "");
  const chosen = value === "" && !hasEmpty ? "" : inner(value);
  return (
    <Radix.Root
      {...(chosen !== undefined && { value: chosen })}
      {...(defaultValue !== undefined && { defaultValue: inner(defaultValue) ?? "" })}
      {...(name !== undefined && { name })}
      {...(disabled !== undefined && { disabled })}
      onValueChange={(next) => onValueChange?.(outer(next))}
    >
      <Radix.Trigger
        {...aria}
        id={id}
        className={cn(
          fieldClass,
          "inline-flex h-8 items-center justify-between gap-2 text-left data-placeholder:text-muted [&>span]:truncate",
          className,
        )}
      >
        <Radix.Value placeholder={placeholder ?? "Choose…"} />
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-muted" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-60 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-96 animate-pop-in overflow-hidden rounded-lg bg-raised shadow-float"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={inner(option.value) ?? EMPTY}
                disabled={option.disabled ?? false}
                className="relative flex min-h-8 cursor-default select-none flex-col justify-center rounded-md py-1 pr-3 pl-7 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover"
              >
                <Radix.ItemIndicator className="absolute left-1.5">
                  <Check aria-hidden className="size-4 text-accent-text" />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.description && <span className="text-muted text-xs">{option.description}</span>}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
