"use client";

import type { ComponentType } from "react";
import { Field } from "@/components/form/field";
import { ChoicesWidget } from "./choices";
import { JsonWidget } from "./json";
import { KeyValuesWidget } from "./key-values-template";
import { MessagesWidget } from "./messages";
import { NodeWidget } from "./node";
import { SchemaFieldsWidget } from "./schema-fields";
import { ListWidget, ModelWidget, NumberWidget, SelectWidget, SwitchWidget, TextWidget } from "./simple";
import { TemplateWidget } from "./template";
import { TransformersWidget } from "./transformers";
import type { ControlProps, WidgetProps } from "./widget";

/** Controls by the name a definition gives them. One line each. */
const WIDGETS: Readonly<Record<string, ComponentType<WidgetProps>>> = {
  text: TextWidget,
  textarea: TextWidget,
  secret: TextWidget,
  template: TemplateWidget,
  code: TemplateWidget,
  number: NumberWidget,
  switch: SwitchWidget,
  select: SelectWidget,
  list: ListWidget,
  model: ModelWidget,
  json: JsonWidget,
  "key-values": KeyValuesWidget,
  messages: MessagesWidget,
  choices: ChoicesWidget,
  "schema-fields": SchemaFieldsWidget,
  transformers: TransformersWidget,
  node: NodeWidget,
};

/** Controls that are several fields: their name stands above them, it is no label of one. */
const GROUPS: ReadonlySet<string> = new Set([
  "key-values",
  "messages",
  "choices",
  "schema-fields",
  "transformers",
  "list",
  "node",
]);

/** One setting of a node: its name, its control, and what is wrong with it. */
export function Control({ field, value, onChange, context }: ControlProps) {
  const Widget = WIDGETS[field.widget] ?? JsonWidget;
  const fault = faultAt(context.faults, field.name);
  if (GROUPS.has(field.widget)) {
    return (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        <span className="font-medium">{field.title}</span>
        {field.description && <p className="text-muted text-xs">{field.description}</p>}
        <Widget
          id=""
          field={field}
          value={value}
          onChange={onChange}
          context={context}
          describedBy={undefined}
          isInvalid={fault !== undefined}
          renderControl={renderControl}
        />
        {fault && <p className="text-failed text-xs">{fault}</p>}
      </div>
    );
  }
  return (
    <Field
      label={field.title}
      hint={field.description || undefined}
      error={fault}
      isOptional={!field.isRequired && field.defaultValue === undefined && field.widget !== "switch"}
    >
      {(control) => (
        <Widget
          id={control.id}
          field={field}
          value={value}
          onChange={onChange}
          context={context}
          describedBy={control["aria-describedby"]}
          isInvalid={fault !== undefined}
          renderControl={renderControl}
        />
      )}
    </Field>
  );
}

const renderControl = (props: ControlProps) => <Control {...props} />;

/** The fault of a setting, or the first inside it with where it is. */
function faultAt(faults: Readonly<Record<string, string>>, name: string): string | undefined {
  if (faults[name]) return faults[name];
  const inner = Object.keys(faults).find((path) => path.startsWith(`${name}.`));
  return inner === undefined ? undefined : faults[inner];
}
