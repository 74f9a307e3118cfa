"use client";

import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/cn";

/** What a field's control takes over, so that label, hint and fault belong to it. */
export type FieldControl = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
};

export type FieldProps = {
  label: ReactNode;
  /** What is wrong, in the server's or the contract's words. */
  error?: string | undefined;
  hint?: ReactNode;
  /** At the right of the label: a link, a count. */
  aside?: ReactNode;
  isOptional?: boolean | undefined;
  className?: string | undefined;
  /** `{(control) => <Input {...control} name="name" />}` */
  children: (control: FieldControl) => ReactNode;
};

export function Field({ label, error, hint, aside, isOptional = false, className, children }: FieldProps) {
  const id = useId();
  // What is wrong says more than the hint, and often the same.
  const note = error ? undefined : hint;
  const described = [error && `${id}-error`, note && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className={cn("grid content-start gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="font-medium">
          {label}
          {isOptional && <span className="ml-1 font-normal text-muted text-xs"> optional</span>}
        </label>
        {aside}
      </div>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {error && (
        <p id={`${id}-error`} className="text-failed text-xs">
          {error}
        </p>
      )}
      {note && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {note}
        </p>
      )}
    </div>
  );
}
