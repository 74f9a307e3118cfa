"use client";

import { Upload, X } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { Field, type FieldControl } from "@/components/form/field";
import { JsonField } from "@/components/form/widgets/json";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatBytes } from "@/components/ui/format";
import { Input, Textarea } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { isFileType, isListType } from "@/lib/nodes/utils/fields";
import type { DocumentNode } from "./document";
import { schemaFieldsOf } from "./variables";

/** What was filled in, by field: JSON values and files apart. */
export type RequestValues = {
  readonly values: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, readonly File[]>>;
};

export const EMPTY_REQUEST: RequestValues = { values: {}, files: {} };

/** The required fields that are still empty. */
export function missingOf(input: DocumentNode | undefined, { values, files }: RequestValues): readonly string[] {
  if (!input) return [];
  return schemaFieldsOf(input)
    .filter(({ isRequired }) => isRequired)
    .filter(({ key, type }) => (isFileType(type) ? (files[key]?.length ?? 0) === 0 : values[key] === undefined))
    .map(({ key }) => key);
}

export type RequestFormProps = {
  input: DocumentNode | undefined;
  value: RequestValues;
  onChange: (value: RequestValues) => void;
};

/** One control for each field of Input, as its type asks for. */
export function RequestForm({ input, value, onChange }: RequestFormProps) {
  const fields = input ? schemaFieldsOf(input) : [];
  if (fields.length === 0) return <p className="text-muted">Input has no fields: the workflow runs without any.</p>;
  const set = (key: string, next: unknown): void => {
    const { [key]: _, ...rest } = value.values;
    onChange({ ...value, values: next === undefined ? rest : { ...rest, [key]: next } });
  };
  return (
    <div className="grid gap-4">
      {fields.map(({ key, type, isRequired }) => (
        <Field
          key={key}
          label={<span className="font-mono text-xs">{key}</span>}
          hint={isFileType(type) && key !== "files" ? "Reaches the workflow as its field “files”." : undefined}
          aside={
            <span className="font-mono text-2xs text-muted">
              {type}
              {!isRequired && " (optional)"}
            </span>
          }
        >
          {(control) =>
            isFileType(type) ? (
              <FileDrop
                control={control}
                name={key}
                isMany={isListType(type)}
                files={value.files[key] ?? []}
                onChange={(files) => onChange({ ...value, files: { ...value.files, [key]: files } })}
              />
            ) : (
              <ValueControl
                control={control}
                type={type}
                value={value.values[key]}
                onChange={(next) => set(key, next)}
              />
            )
          }
        </Field>
      ))}
    </div>
  );
}

type ValueControlProps = {
  control: FieldControl;
  type: string;
  value: unknown;
  onChange: (value: unknown) => void;
};

function ValueControl({ control, type, value, onChange }: ValueControlProps) {
  if (type === "boolean") {
    return <Switch id={control.id} checked={value === true} onCheckedChange={(isOn) => onChange(isOn)} />;
  }
  if (type === "number" || type === "integer") {
    return (
      <Input
        {...control}
        type="number"
        step={type === "integer" ? 1 : "any"}
        value={typeof value === "number" ? value : ""}
        onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.valueAsNumber)}
      />
    );
  }
  if (type === "object" || type.startsWith("list")) {
    return <JsonField id={control.id} value={value} onChange={onChange} describedBy={control["aria-describedby"]} />;
  }
  return (
    <Textarea
      {...control}
      rows={3}
      className="field-sizing-content max-h-72"
      value={typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value)}
      onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
    />
  );
}

type FileDropProps = {
  control: FieldControl;
  name: string;
  isMany: boolean;
  files: readonly File[];
  onChange: (files: readonly File[]) => void;
};

function FileDrop({ control, name, isMany: many, files, onChange }: FileDropProps) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const add = (list: FileList | null): void => {
    const given = [...(list ?? [])];
    if (given.length > 0) onChange(many ? [...files, ...given] : given.slice(0, 1));
  };
  function onDrop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a further way; the button inside does the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cn(
        "rounded-lg border border-border-strong/60 border-dashed p-2",
        isOver && "border-accent bg-accent/5",
      )}
    >
      <label
        htmlFor={control.id}
        className="flex h-8 items-center justify-center gap-2 rounded-md text-muted focus-within:outline-2 focus-within:outline-focus hover:text-text"
      >
        <Upload aria-hidden className="size-4" />
        <span>{many ? "Drop files or choose them" : "Drop a file or choose one"}</span>
        <input
          id={control.id}
          type="file"
          aria-label={name}
          multiple={many}
          className="sr-only"
          onChange={(event) => {
            add(event.target.files);
            event.target.value = "";
          }}
        />
      </label>
      <ul className="grid gap-1">
        {files.map((file, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may bear one name
            key={`${id}-${index}`}
            className="flex items-center gap-2 rounded-md bg-sunken py-0.5 pr-0.5 pl-2"
          >
            <span className="min-w-0 flex-1 truncate">{file.name}</span>
            <span className="text-muted text-xs">{formatBytes(file.size)}</span>
            <IconButton
              label={`Remove ${file.name}`}
              className="size-6"
              onClick={() => onChange(files.toSpliced(index, 1))}
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
