"use client";

import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { fieldClass } from "@/components/ui/input";
import type { WidgetProps } from "./widget";

export type JsonFieldProps = {
  id?: string | undefined;
  label?: string | undefined;
  value: unknown;
  /** Called with what can be read only; undefined where the field is empty. */
  onChange: (value: unknown) => void;
  describedBy?: string | undefined;
  rows?: number | undefined;
};

const textOf = (value: unknown): string =>
  value === undefined || value === null ? "" : JSON.stringify(value, null, 2);

/** A value as JSON text. What cannot be read yet stays in the field, with the reason. */
export function JsonField({ id, label, value, onChange, describedBy, rows = 4 }: JsonFieldProps) {
  const [typed, setTyped] = useState<{ text: string; of: unknown; fault: string | null } | null>(null);
  // Undo, or another field, may change the value: then it shows instead of what was typed.
  const isOwn = typed !== null && typed.of === value;
  const text = isOwn ? typed.text : textOf(value);
  const fault = isOwn ? typed.fault : null;

  function change(next: string) {
    if (next.trim() === "") {
      setTyped({ text: next, of: undefined, fault: null });
      onChange(undefined);
      return;
    }
    try {
      const parsed: unknown = JSON.parse(next);
      setTyped({ text: next, of: parsed, fault: null });
      onChange(parsed);
    } catch (error) {
      setTyped({ text: next, of: value, fault: error instanceof Error ? error.message : "This is not JSON." });
    }
  }

  return (
    <div className="grid gap-1">
      <textarea
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={fault ? true : undefined}
        rows={rows}
        spellCheck={false}
        value={text}
        className={cn(fieldClass, "field-sizing-content max-h-80 resize-y py-1.5 font-mono text-xs")}
        onChange={(event) => change(event.target.value)}
      />
      {fault && (
        <p role="status" className="text-failed text-xs">
          Not saved yet: {fault}
        </p>
      )}
    </div>
  );
}

export function JsonWidget({ id, value, onChange, describedBy }: WidgetProps) {
  return <JsonField id={id} value={value} onChange={onChange} describedBy={describedBy} />;
}
