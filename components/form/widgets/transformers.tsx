"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Field } from "@/components/form/field";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { NamedValues } from "./key-values-template";
import { MappingField } from "./mapping-field";
import type { WidgetContext, WidgetProps } from "./widget";

type Step = { readonly path?: unknown; readonly selector?: unknown };

export type TransformerFieldProps = {
  value: Step;
  onChange: (value: { path: string | null; selector: Record<string, string> | null }) => void;
  /** With it, paths may be picked from variables. */
  context?: Pick<WidgetContext, "variables" | "tokenOf"> | undefined;
  pathHint?: string | undefined;
};

/** One step that reshapes a value: a path picks a part of it, a selector builds a new object from it. */
export function TransformerField({ value, onChange, context, pathHint }: TransformerFieldProps) {
  const path = typeof value.path === "string" ? value.path : "";
  const selector = (typeof value.selector === "object" && value.selector !== null ? value.selector : {}) as Record<
    string,
    string
  >;
  const change = (next: { path?: string; selector?: Record<string, unknown> }) => {
    const fields = next.selector ?? selector;
    onChange({
      path: (next.path ?? path) === "" ? null : (next.path ?? path),
      selector: Object.keys(fields).length === 0 ? null : (fields as Record<string, string>),
    });
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Field label="Path" isOptional hint={pathHint ?? "A JSONPath; what it finds goes on."}>
        {(control) =>
          context ? (
            <MappingField
              id={control.id}
              describedBy={control["aria-describedby"]}
              value={path}
              context={context}
              placeholder="$"
              onChange={(next) => change({ path: next })}
            />
          ) : (
            <Input
              {...control}
              value={path}
              placeholder="$"
              spellCheck={false}
              className="font-mono text-xs"
              onChange={(event) => change({ path: event.target.value })}
            />
          )
        }
      </Field>
      <div className="grid gap-1.5">
        <span className="font-medium">
          Selector <span className="ml-1 font-normal text-muted text-xs">optional</span>
        </span>
        <NamedValues
          label="Selector"
          nameLabel="Key"
          value={selector}
          context={context}
          addLabel="Add key"
          onChange={(next) => change({ selector: next })}
        />
      </div>
    </div>
  );
}

export function TransformersWidget({ field, value, onChange, context }: WidgetProps) {
  const steps = (Array.isArray(value) ? value : []) as Step[];
  return (
    <fieldset aria-label={field.title} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
        <div key={index} className="rounded-lg border border-border bg-sunken p-3">
          <div className="mb-2 flex items-center gap-1">
            <span className="flex-1 font-medium text-muted text-xs">Step {index + 1}</span>
            <IconButton
              label={`Move step ${index + 1} up`}
              className="size-7"
              disabledReason={index === 0 ? "It is the first." : undefined}
              onClick={() => onChange(steps.toSpliced(index, 1).toSpliced(index - 1, 0, step))}
            >
              <ArrowUp aria-hidden />
            </IconButton>
            <IconButton
              label={`Move step ${index + 1} down`}
              className="size-7"
              disabledReason={index === steps.length - 1 ? "It is the last." : undefined}
              onClick={() => onChange(steps.toSpliced(index, 1).toSpliced(index + 1, 0, step))}
            >
              <ArrowDown aria-hidden />
            </IconButton>
            <IconButton
              label={`Remove step ${index + 1}`}
              className="size-7"
              onClick={() => onChange(steps.toSpliced(index, 1))}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </div>
          <TransformerField
            value={step}
            context={index === 0 ? context : undefined}
            onChange={(next) => onChange(steps.with(index, next))}
          />
        </div>
      ))}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() => onChange([...steps, { path: null, selector: null }])}
      >
        <Plus aria-hidden />
        Add step
      </Button>
    </fieldset>
  );
}
