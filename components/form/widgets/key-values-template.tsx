"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { MappingField } from "./mapping-field";
import type { WidgetContext, WidgetProps } from "./widget";

type Line = { readonly key: number; readonly name: string; readonly value: unknown };

export type NamedValuesProps = {
  id?: string | undefined;
  label: string;
  value: Readonly<Record<string, unknown>>;
  onChange: (value: Record<string, unknown>) => void;
  addLabel?: string | undefined;
  /** With it, values may be variables. */
  context?: Pick<WidgetContext, "variables" | "tokenOf"> | undefined;
  nameLabel?: string | undefined;
};

/** Names with a value each. A line without a name is not part of the value yet. */
export function NamedValues({
  id,
  label,
  value,
  onChange,
  addLabel = "Add",
  context,
  nameLabel = "Name",
}: NamedValuesProps) {
  const [state, setState] = useState<{ of: unknown; lines: readonly Line[] }>(() => ({
    of: value,
    lines: toLines(value),
  }));
  // Undo, or another field, may change the value: then it shows instead of what was typed.
  const lines = JSON.stringify(state.of) === JSON.stringify(value) ? state.lines : toLines(value);

  function change(next: readonly Line[]) {
    const result = Object.fromEntries(
      next.filter(({ name }) => name.trim() !== "").map((line) => [line.name.trim(), line.value]),
    );
    setState({ of: result, lines: next });
    onChange(result);
  }

  return (
    <fieldset id={id} aria-label={label} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      {lines.map((line, index) => (
        <div key={line.key} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] gap-1.5">
          <Input
            aria-label={`${label}: ${nameLabel.toLowerCase()} ${index + 1}`}
            placeholder={nameLabel}
            value={line.name}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => change(lines.with(index, { ...line, name: event.target.value }))}
          />
          {context ? (
            <MappingField
              label={`${label}: value of ${line.name || `line ${index + 1}`}`}
              value={typeof line.value === "string" ? line.value : JSON.stringify(line.value)}
              context={context}
              onChange={(next) => change(lines.with(index, { ...line, value: next }))}
            />
          ) : (
            <Input
              aria-label={`${label}: value of ${line.name || `line ${index + 1}`}`}
              placeholder="Value"
              value={typeof line.value === "string" ? line.value : JSON.stringify(line.value)}
              autoComplete="off"
              onChange={(event) => change(lines.with(index, { ...line, value: event.target.value }))}
            />
          )}
          <IconButton
            label={`Remove ${line.name || `line ${index + 1}`}`}
            onClick={() => change(lines.toSpliced(index, 1))}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() =>
          setState({
            of: value,
            lines: [...lines, { key: Math.max(-1, ...lines.map(({ key }) => key)) + 1, name: "", value: "" }],
          })
        }
      >
        <Plus aria-hidden />
        {addLabel}
      </Button>
    </fieldset>
  );
}

const toLines = (value: Readonly<Record<string, unknown>>): readonly Line[] =>
  Object.entries(value).map(([name, each], key) => ({ key, name, value: each }));

export function KeyValuesWidget({ id, field, value, onChange }: WidgetProps) {
  const given = value === undefined ? field.defaultValue : value;
  const record = typeof given === "object" && given !== null && !Array.isArray(given) ? given : {};
  return (
    <NamedValues
      id={id}
      label={field.title}
      value={record as Record<string, unknown>}
      onChange={(next) => onChange(Object.keys(next).length === 0 ? undefined : next)}
    />
  );
}
