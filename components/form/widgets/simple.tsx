"use client";

import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { WidgetProps } from "./widget";

const shown = (field: WidgetProps["field"], value: unknown): unknown =>
  value === undefined ? field.defaultValue : value;

export function TextWidget({ id, field, value, onChange, describedBy, isInvalid }: WidgetProps) {
  const text = shown(field, value);
  const props = {
    id,
    value: typeof text === "string" ? text : "",
    "aria-describedby": describedBy,
    "aria-invalid": isInvalid || undefined,
    onChange: (event: { target: { value: string } }) =>
      onChange(event.target.value === "" && !field.isRequired ? undefined : event.target.value),
  };
  if (field.widget === "textarea") return <Textarea {...props} rows={3} />;
  return <Input {...props} type={field.widget === "secret" ? "password" : "text"} autoComplete="off" />;
}

export function NumberWidget({ id, field, value, onChange, describedBy, isInvalid }: WidgetProps) {
  const number = typeof value === "number" ? value : "";
  return (
    <Input
      id={id}
      type="number"
      inputMode="decimal"
      value={number}
      min={field.minimum}
      max={field.maximum}
      step={field.isInteger ? 1 : "any"}
      placeholder={typeof field.defaultValue === "number" ? String(field.defaultValue) : "Default"}
      aria-describedby={describedBy}
      aria-invalid={isInvalid || undefined}
      onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.valueAsNumber)}
    />
  );
}

export function SwitchWidget({ id, field, value, onChange, describedBy }: WidgetProps) {
  return (
    <Switch
      id={id}
      checked={shown(field, value) === true}
      aria-describedby={describedBy}
      onCheckedChange={(isOn) => onChange(isOn)}
    />
  );
}

export function SelectWidget({ id, field, value, onChange, describedBy, isInvalid }: WidgetProps) {
  const chosen = shown(field, value);
  return (
    <Select
      id={id}
      value={typeof chosen === "string" ? chosen : ""}
      options={[
        ...(field.isRequired || field.defaultValue != null ? [] : [{ value: "", label: "Default" }]),
        ...field.options.map((option) => ({ value: option, label: option })),
      ]}
      aria-describedby={describedBy}
      aria-invalid={isInvalid}
      onValueChange={(next) => onChange(next === "" ? undefined : next)}
    />
  );
}

export function ListWidget({ id, field, value, onChange, context }: WidgetProps) {
  const given = shown(field, value);
  const items: readonly unknown[] = Array.isArray(given) ? given : [];
  const isNumeric = items.length > 0 ? items.every((item) => typeof item === "number") : isNumberList(field);
  const read = (text: string): unknown =>
    isNumeric && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  return (
    <fieldset id={id} aria-label={field.title} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no name but its place
        <div key={index} className="flex gap-1.5">
          <Input
            aria-label={`${field.title}: entry ${index + 1}`}
            aria-invalid={context.faults[`${field.name}.${index}`] ? true : undefined}
            value={typeof item === "string" || typeof item === "number" ? String(item) : JSON.stringify(item)}
            onChange={(event) => onChange(items.with(index, read(event.target.value)))}
          />
          <IconButton label={`Remove entry ${index + 1}`} onClick={() => onChange(items.toSpliced(index, 1))}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button size="sm" className="justify-self-start" onClick={() => onChange([...items, ""])}>
        <Plus aria-hidden />
        Add entry
      </Button>
    </fieldset>
  );
}

const isNumberList = ({ meta }: WidgetProps["field"]): boolean => {
  const items = meta.items as { type?: unknown } | undefined;
  return items?.type === "number" || items?.type === "integer";
};

/** A model's name: suggestions from the provider's list, any other name as it is typed. */
export function ModelWidget({ id, field, value, onChange, describedBy, isInvalid }: WidgetProps) {
  const list = useId();
  const models = Array.isArray(field.meta.models) ? (field.meta.models as { id?: unknown }[]) : [];
  return (
    <>
      <Input
        id={id}
        list={list}
        value={typeof value === "string" ? value : ""}
        autoComplete="off"
        spellCheck={false}
        placeholder="Name of a model"
        aria-describedby={describedBy}
        aria-invalid={isInvalid || undefined}
        className="font-mono text-xs"
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {models.map((model) => (
          <option key={String(model.id)} value={String(model.id)} />
        ))}
      </datalist>
    </>
  );
}
