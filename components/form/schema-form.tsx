"use client";

import { useState } from "react";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { ConnectionField } from "@/lib/connections/contract";
import type { ErrorDetails } from "@/lib/core/errors";
import { isObject, type Json } from "@/lib/core/json";
import { Field, type FieldControl } from "./field";
import { KeyValues } from "./key-values";

export type SchemaValues = Readonly<Record<string, Json>>;

export type SchemaFormProps = {
  fields: readonly ConnectionField[];
  values: SchemaValues;
  onChange: (values: SchemaValues) => void;
  /** Field name → what is wrong with it. */
  errors?: ErrorDetails | undefined;
  /** Secrets that have a value already: they stay unless another is typed. */
  kept?: readonly string[] | undefined;
};

/** A form drawn from what a type says of its fields. A field that is emptied leaves the values. */
export function SchemaForm({ fields, values, onChange, errors = {}, kept = [] }: SchemaFormProps) {
  function change(name: string, value: Json | undefined) {
    const { [name]: _, ...rest } = values;
    onChange(value === undefined || value === "" ? rest : { ...rest, [name]: value });
  }

  return (
    <div className="grid gap-4">
      {fields.map((field) => {
        const isKept = kept.includes(field.name);
        return (
          <Field
            key={field.name}
            label={field.title}
            isOptional={!field.is_required}
            error={errors[field.name]}
            hint={hintOf(field, isKept)}
          >
            {(control) => (
              <Widget
                field={field}
                control={control}
                isKept={isKept}
                value={values[field.name]}
                onChange={(value) => change(field.name, value)}
              />
            )}
          </Field>
        );
      })}
    </div>
  );
}

function hintOf(field: ConnectionField, isKept: boolean) {
  const parts = [
    field.description,
    isKept ? "A value is set. Leave it empty to keep it." : undefined,
    field.env && !isKept
      ? `Left empty, it comes from ${field.env} where this instance allows it${orElse(field)}.`
      : undefined,
  ].filter((part) => part !== undefined && part !== "");
  return parts.length > 0 ? parts.join(" ") : undefined;
}

const orElse = ({ default: value }: ConnectionField): string =>
  typeof value === "string" && value !== "" ? `, or else is ${value}` : "";

type WidgetProps = {
  field: ConnectionField;
  control: FieldControl;
  isKept: boolean;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
};

function Widget({ field, control, isKept, value, onChange }: WidgetProps) {
  const fallback = typeof field.default === "string" || typeof field.default === "number" ? String(field.default) : "";
  const placeholder = field.placeholder ?? fallback;
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  switch (field.widget) {
    case "secret":
      return (
        <Input
          {...control}
          type="password"
          autoComplete="new-password"
          value={text}
          placeholder={isKept ? "••••••" : placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "number":
      return (
        <Input
          {...control}
          inputMode="decimal"
          value={text}
          placeholder={placeholder}
          onChange={(event) => onChange(numberOf(event.target.value))}
        />
      );
    case "select":
      return (
        <Select
          {...control}
          options={(field.options ?? []).map((option) => ({ value: option, label: option }))}
          value={text || fallback}
          onValueChange={onChange}
        />
      );
    case "switch":
      return (
        <div>
          <Switch
            {...control}
            checked={typeof value === "boolean" ? value : field.default === true}
            onCheckedChange={onChange}
          />
        </div>
      );
    case "key-values":
      return (
        <KeyValues id={control.id} label={field.title} value={textsOf(value)} onChange={(pairs) => onChange(pairs)} />
      );
    case "json":
      return <JsonField control={control} value={value} onChange={onChange} />;
    default:
      return (
        <Input
          {...control}
          autoComplete="off"
          spellCheck={false}
          value={text}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

/** What is no number is handed on as it was typed: the schema says what is wrong with it. */
function numberOf(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  return /^-?(\d+\.?\d*|\.\d+)$/.test(text.trim()) && !text.trim().endsWith(".") ? Number(text) : text;
}

const textsOf = (value: Json | undefined): Record<string, string> =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)])) : {};

/** JSON as text while it is typed; what does not parse is handed on as text, for the schema to refuse. */
function JsonField({ control, value, onChange }: Pick<WidgetProps, "control" | "value" | "onChange">) {
  const [text, setText] = useState(() =>
    value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value, null, 2),
  );
  return (
    <Textarea
      {...control}
      value={text}
      spellCheck={false}
      className="font-mono text-xs"
      onChange={(event) => {
        setText(event.target.value);
        onChange(parsed(event.target.value));
      }}
    />
  );
}

function parsed(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
