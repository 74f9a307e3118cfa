"use client";

import { useState } from "react";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Field } from "./field";

const DAY_MS = 86_400_000;
const CHOICES = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
  { value: "date", label: "On a day…" },
];

const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

export type ExpiryFieldProps = {
  /** RFC 3339, or null for never. */
  onChange: (expiresAt: string | null) => void;
  error?: string | undefined;
};

/** When a key ends. Begins at never; its owner starts with null too. */
export function ExpiryField({ onChange, error }: ExpiryFieldProps) {
  const [choice, setChoice] = useState("never");
  return (
    <Field label="Expires" error={error}>
      {(control) => (
        <div className="grid gap-2">
          <Select
            {...control}
            options={CHOICES}
            value={choice}
            onValueChange={(next) => {
              setChoice(next);
              onChange(next === "never" ? null : inDays(next === "date" ? 30 : Number(next)));
            }}
          />
          {choice === "date" && (
            <Input
              type="date"
              aria-label="Day on which it expires"
              min={inDays(1).slice(0, 10)}
              defaultValue={inDays(30).slice(0, 10)}
              onChange={(event) => {
                // The day counts whole: it ends with it.
                const end = new Date(`${event.target.value}T23:59:59`);
                if (!Number.isNaN(end.getTime())) onChange(end.toISOString());
              }}
            />
          )}
        </div>
      )}
    </Field>
  );
}
