"use client";

import { Fragment } from "react";
import { Field } from "@/components/form/field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import type { NodeDefinition } from "@/lib/nodes/define";
import { definitionOf, nodeDefinitions } from "@/lib/nodes/definitions";
import { ConnectionField } from "./connection";
import { fieldsOf } from "./fields";
import type { WidgetProps } from "./widget";

/** What may run for each item of a list. */
const INNER: readonly NodeDefinition[] = nodeDefinitions.filter(
  ({ palette, sources }) => palette !== null && sources === null,
);

const isInner = ({ type }: NodeDefinition): boolean => !type.endsWith(".Map");

/** A node within a node: its type, connection and settings. It sees one item, and no other node. */
export function NodeWidget({ field, value, onChange, context, renderControl }: WidgetProps) {
  const inner = (typeof value === "object" && value !== null ? value : null) as Record<string, unknown> | null;
  const definition = definitionOf(typeof inner?.type === "string" ? inner.type : "");
  const prefix = `${field.name}.`;
  const faults = Object.fromEntries(
    Object.entries(context.faults)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, message]) => [path.slice(prefix.length), message]),
  );
  const own = { ...context, faults, variables: [], nameInTemplate: () => "" };

  function choose(type: string) {
    const next = definitionOf(type);
    if (!next) return;
    const connection = context.connections.find((each) => next.connections.includes(each.type));
    onChange({
      id: next.slug,
      name: next.slug,
      type,
      ...next.initial,
      ...(connection && { connection: connection.id }),
    });
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-lg border border-border bg-sunken p-3">
      <Field label="Node that runs for each item" error={faults.type}>
        {(control) => (
          <Select
            id={control.id}
            aria-describedby={control["aria-describedby"]}
            value={typeof inner?.type === "string" ? inner.type : ""}
            placeholder="Choose a node"
            options={INNER.filter(isInner).map(({ type, title }) => ({ value: type, label: title }))}
            onValueChange={choose}
          />
        )}
      </Field>
      {inner && definition && (
        <>
          {definition.connections.length > 0 && (
            <ConnectionField
              types={definition.connections}
              value={typeof inner.connection === "string" ? inner.connection : null}
              context={own}
              isRequired={definition.needsConnection}
              onChange={(connection) => onChange({ ...inner, connection })}
            />
          )}
          {fieldsOf(definition.params).map((each) => (
            <Fragment key={each.name}>
              {renderControl({
                field: each,
                value: inner[each.name],
                context: own,
                onChange: (next) => {
                  const { [each.name]: _, ...rest } = inner;
                  onChange(next === undefined ? rest : { ...rest, [each.name]: next });
                },
              })}
            </Fragment>
          ))}
        </>
      )}
      {inner && !definition && <Notice tone="warning">This node type cannot run here: {String(inner.type)}</Notice>}
    </div>
  );
}
