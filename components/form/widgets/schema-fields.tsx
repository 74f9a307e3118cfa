"use client";

import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { UNSAFE_KEYS } from "@/lib/core/json";
import { FIELD_TYPES } from "@/lib/nodes/utils/fields";
import type { WidgetProps } from "./widget";

type Property = Record<string, unknown> & { readonly type?: unknown; readonly required?: unknown };
type Row = { readonly key: number; readonly name: string; readonly property: Property };

const toRows = (properties: Readonly<Record<string, Property>>): readonly Row[] =>
  Object.entries(properties).map(([name, property], key) => ({ key, name, property }));

/** The fields of Input or Output: name, type, required. Their order is kept. */
export function SchemaFieldsWidget({ field, value, onChange }: WidgetProps) {
  const schema = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Property>>;
  const [state, setState] = useState<{ of: unknown; rows: readonly Row[] }>(() => ({
    of: properties,
    rows: toRows(properties),
  }));
  // Undo, or another field, may change the value: then it shows instead of what was typed.
  const rows = JSON.stringify(state.of) === JSON.stringify(properties) ? state.rows : toRows(properties);

  function change(next: readonly Row[]) {
    const kept = next.filter((row, index) => faultOf(row.name, next, index) === null);
    const result = Object.fromEntries(kept.map(({ name, property }) => [name.trim(), property]));
    setState({ of: result, rows: next });
    onChange({ type: "object", ...schema, properties: result });
  }

  return (
    <fieldset aria-label={field.title} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      {rows.map((row, index) => {
        const fault = row.name === "" ? null : faultOf(row.name, rows, index);
        const name = row.name || `field ${index + 1}`;
        const type = typeof row.property.type === "string" ? row.property.type : "Any";
        return (
          <div key={row.key} className="grid gap-1">
            <div className="grid grid-cols-[minmax(0,1fr)_7.5rem_auto_auto] items-center gap-1.5">
              <Input
                aria-label={`Name of field ${index + 1}`}
                aria-invalid={fault ? true : undefined}
                value={row.name}
                placeholder="name"
                autoComplete="off"
                spellCheck={false}
                className="font-mono text-xs"
                onChange={(event) => change(rows.with(index, { ...row, name: event.target.value }))}
              />
              <Select
                aria-label={`Type of ${name}`}
                value={type}
                options={[...new Set([...FIELD_TYPES, type])].map((each) => ({
                  value: each,
                  label: each,
                }))}
                onValueChange={(next) =>
                  change(rows.with(index, { ...row, property: { ...row.property, type: next } }))
                }
              />
              <span className="flex items-center gap-1.5 text-xs">
                <Checkbox
                  aria-label={`${name} is required`}
                  checked={row.property.required === true}
                  onCheckedChange={(is) =>
                    change(rows.with(index, { ...row, property: { ...row.property, required: is === true } }))
                  }
                />
                <span aria-hidden>Required</span>
              </span>
              <IconButton label={`Remove ${name}`} className="size-7" onClick={() => change(rows.toSpliced(index, 1))}>
                <Trash2 aria-hidden />
              </IconButton>
            </div>
            {fault && <p className="text-failed text-xs">{fault}</p>}
          </div>
        );
      })}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() => {
          const taken = new Set(rows.map(({ name }) => name));
          let number = rows.length + 1;
          while (taken.has(`field_${number}`)) number += 1;
          const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
          change([
            ...rows,
            { key, name: `field_${number}`, property: { type: "string", required: false, deletable: true } },
          ]);
        }}
      >
        <Plus aria-hidden />
        Add field
      </Button>
    </fieldset>
  );
}

function faultOf(name: string, rows: readonly Row[], index: number): string | null {
  const text = name.trim();
  if (text === "") return "Give the field a name.";
  if (UNSAFE_KEYS.has(text)) return "This name is not allowed.";
  if (rows.some((other, at) => at < index && other.name.trim() === text))
    return "There is a field of that name already.";
  return null;
}
