import { z } from "zod";
import type { WidgetField } from "./widget";

type Shape = Record<string, unknown>;

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "number",
  integer: "number",
  boolean: "switch",
  object: "json",
  array: "json",
};

const made = new WeakMap<z.ZodObject, readonly WidgetField[]>();

/** A node type's settings in order, each with the control it asks for or the one its shape suggests. */
export function fieldsOf(params: z.ZodObject): readonly WidgetField[] {
  const known = made.get(params);
  if (known) return known;
  const shape = z.toJSONSchema(params, { io: "input", unrepresentable: "any" }) as Shape;
  const required = new Set(Array.isArray(shape.required) ? shape.required : []);
  const fields = Object.entries((shape.properties ?? {}) as Record<string, Shape>).map(([name, property]) =>
    toField(name, property, required.has(name)),
  );
  made.set(params, fields);
  return fields;
}

function toField(name: string, property: Shape, isRequired: boolean): WidgetField {
  const branches = Array.isArray(property.anyOf) ? (property.anyOf as Shape[]) : [];
  const real = branches.filter(({ type }) => type !== "null");
  // What is nullable says the rest of itself in the other branch.
  const meta: Shape = real.length === 1 ? { ...real[0], ...property } : property;
  const options = Array.isArray(meta.enum) ? meta.enum.map(String) : [];
  const type = typeof meta.type === "string" ? meta.type : "";
  const suggested = options.length > 0 ? "select" : (KINDS[type] ?? "json");
  return {
    name,
    title: typeof meta.title === "string" ? meta.title : titleOf(name),
    description: typeof meta.description === "string" ? meta.description : "",
    widget: typeof meta.widget === "string" ? meta.widget : suggested,
    isRequired,
    isNullable: branches.length > real.length,
    defaultValue: meta.default,
    options,
    minimum: numberOf(meta.minimum),
    maximum: numberOf(meta.maximum),
    isInteger: type === "integer",
    meta,
  };
}

// JSON Schema writes the largest safe integer where there is no limit.
const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;

const titleOf = (name: string): string => {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
