import type { ComponentProps } from "react";
import { cn } from "./cn";

/** The look of a field one types into. */
export const fieldClass =
  "w-full rounded-md border border-border-strong/60 bg-surface px-2.5 text-sm text-text transition-colors duration-150 hover:border-border-strong focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-failed disabled:bg-sunken disabled:text-muted [&:is(input,textarea):read-only]:bg-sunken";

export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input {...rest} type={type} className={cn(fieldClass, "h-8", className)} />;
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} rows={rows} className={cn(fieldClass, "resize-y py-1.5", className)} />;
}
