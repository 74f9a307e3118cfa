import { isObject, type Json } from "@/lib/core/json";
import type { FlowDocument } from "@/lib/workflows/contract";

const SAMPLES: Record<string, Json> = {
  integer: 1,
  number: 1.5,
  boolean: true,
  object: {},
  list: [],
  "list[string]": ["one", "two"],
};

/** A value for each field of a flow's Input that JSON can say; files go in a form and are left out. */
export function sampleInputOf({ nodes }: FlowDocument): Record<string, Json> {
  const input = nodes.find(({ type }) => type === "dynamiq.nodes.utils.Input");
  const schema: unknown = input?.schema;
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  const fields = Object.entries(properties).flatMap(([name, field]) => {
    const type = isObject(field) && typeof field.type === "string" ? field.type : "Any";
    return type.includes("file") ? [] : [[name, SAMPLES[type] ?? "Hello"] as const];
  });
  return Object.fromEntries(fields);
}
