"use client";

import { Plus } from "lucide-react";
import { Field } from "@/components/form/field";
import { Badge } from "@/components/ui/badge";
import { Select } from "@/components/ui/select";
import type { WidgetContext } from "./widget";

export type ConnectionFieldProps = {
  types: readonly string[];
  value: string | null;
  onChange: (id: string | null) => void;
  context: Pick<WidgetContext, "connections" | "projectId" | "faults">;
  isRequired: boolean;
};

const shortName = (type: string): string => type.split(".").at(-1) ?? type;

/** The connection a node calls out with, of the types it can use. */
export function ConnectionField({ types, value, onChange, context, isRequired }: ConnectionFieldProps) {
  const fitting = context.connections.filter(({ type }) => types.includes(type));
  const isGone = value !== null && !fitting.some(({ id }) => id === value);
  const chosen = fitting.find(({ id }) => id === value);
  return (
    <Field
      label="Connection"
      error={context.faults.connection}
      isOptional={!isRequired}
      hint={
        chosen?.is_sample
          ? "Answers by fixed rules, so that workflows can be tried without a key."
          : fitting.length === 0
            ? `The project has no ${types.map(shortName).join(" or ")} connection yet.`
            : chosen?.status === "incomplete"
              ? "This connection lacks a field; open it to complete it."
              : undefined
      }
      aside={
        <a
          href={`/projects/${context.projectId}/connections?new=${encodeURIComponent(types[0] ?? "")}`}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-accent-text text-xs hover:underline"
        >
          <Plus aria-hidden className="size-3" />
          Add connection
          <span className="sr-only"> (opens in a new tab)</span>
        </a>
      }
    >
      {(control) => (
        <Select
          id={control.id}
          aria-describedby={control["aria-describedby"]}
          aria-invalid={control["aria-invalid"]}
          value={value ?? ""}
          placeholder="Choose a connection"
          options={[
            ...(isRequired ? [] : [{ value: "", label: "None" }]),
            ...(isGone && value !== null ? [{ value, label: "A connection that is gone", disabled: true }] : []),
            ...fitting.map(({ id, name, type, is_sample }) => ({
              value: id,
              label: is_sample ? (
                <span className="inline-flex items-center gap-2">
                  {name}
                  <Badge tone="waiting">Sample, no AI</Badge>
                </span>
              ) : types.length > 1 ? (
                `${name} (${shortName(type)})`
              ) : (
                name
              ),
            })),
          ]}
          onValueChange={(next) => onChange(next === "" ? null : next)}
        />
      )}
    </Field>
  );
}
