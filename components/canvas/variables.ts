import { z } from "zod";
import { isObject } from "@/lib/core/json";
import type { NodeDefinition } from "@/lib/nodes/define";
import type { FlowDocument } from "@/lib/workflows/contract";
import { ancestorsOf, type DocumentNode, INPUT_TYPE, listOf, MAP_TYPE, nameOf, objectOf, textOf } from "./document";
import { rootOf, step } from "./references";

/** Something a later node may read. */
export type Variable = {
  /** What the author sees: `agent.content`. */
  readonly label: string;
  /** What is stored: `$.agent.output.content`. */
  readonly path: string;
  readonly nodeId: string;
  readonly nodeName: string;
  readonly nodeType: string;
  /** "" for the node's whole output. */
  readonly key: string;
  readonly type: string;
  readonly description: string;
};

export type OutputKey = { readonly key: string; readonly type: string; readonly description: string };

type DefinitionOf = (type: string) => NodeDefinition | null | undefined;

type Shape = {
  type?: unknown;
  properties?: Record<string, Shape>;
  description?: unknown;
  items?: unknown;
  anyOf?: unknown;
  enum?: unknown;
};

const shapes = new WeakMap<z.ZodType, Shape>();

/** A zod schema as JSON Schema; made once. */
export function shapeOf(schema: z.ZodType, io: "input" | "output"): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  const shape = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Shape;
  shapes.set(schema, shape);
  return shape;
}

/** A JSON Schema's type in a word: `string`, `list[string]`, `any`. */
export function typeName(shape: unknown): string {
  if (!isObject(shape)) return "any";
  const { type, items, anyOf } = shape;
  if (Array.isArray(type)) return type.filter((each) => each !== "null").join(" | ") || "any";
  if (type === "array") {
    const item = typeName(items);
    return item === "any" ? "list" : `list[${item}]`;
  }
  if (typeof type === "string") return type;
  if (Array.isArray(anyOf)) {
    const names = [...new Set(anyOf.map(typeName).filter((name) => name !== "null" && name !== "any"))];
    return names.length > 0 && names.length < 4 ? names.join(" | ") : "any";
  }
  return "any";
}

/** The fields of an Input or Output node, in order. */
export function schemaFieldsOf(node: DocumentNode): readonly (OutputKey & { readonly isRequired: boolean })[] {
  const properties = objectOf(objectOf(node.schema).properties);
  return Object.entries(properties).map(([key, field]) => ({
    key,
    type: textOf(objectOf(field).type) || "Any",
    description: textOf(objectOf(field).description),
    isRequired: objectOf(field).required === true,
  }));
}

/** What a node gives, before its author reshapes it. */
export function ownOutputKeys(node: DocumentNode, definitionOf: DefinitionOf): readonly OutputKey[] {
  if (isObject(node.schema) && isObject(node.schema.properties)) return schemaFieldsOf(node);
  if (Array.isArray(node.options)) {
    return listOf(node.options).flatMap((option) => {
      const { id, name } = objectOf(option);
      return typeof id === "string"
        ? [{ key: `${id}.output`, type: "boolean", description: `Whether “${textOf(name) || id}” was chosen` }]
        : [];
    });
  }
  if (node.type === MAP_TYPE) return [{ key: "output", type: "list", description: "One output per item, in order" }];
  const definition = definitionOf(node.type);
  if (!definition) return [];
  return Object.entries(shapeOf(definition.output, "output").properties ?? {}).map(([key, shape]) => ({
    key,
    type: typeName(shape),
    description: textOf(shape.description),
  }));
}

/** What later nodes see of a node's output. */
export function outputKeysOf(node: DocumentNode, definitionOf: DefinitionOf): readonly OutputKey[] {
  const selector = objectOf(objectOf(node.output_transformer).selector);
  const keys = Object.keys(selector);
  if (keys.length === 0) return ownOutputKeys(node, definitionOf);
  return keys.map((key) => ({ key, type: "any", description: textOf(selector[key]) }));
}

/** `$.agent.output.content` of the node `agent` and the key `content`; the whole output for the key "". */
export const pathOf = (nodeId: string, key: string): string =>
  `$${step(nodeId)}.output${key === "" ? "" : key.split(".").map(step).join("")}`;

/** Everything `nodeId` may read, nearest nodes first. */
export function variablesFor(flow: FlowDocument, nodeId: string, definitionOf: DefinitionOf): readonly Variable[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return ancestorsOf(flow, nodeId).flatMap((id) => {
    const node = nodes.get(id);
    if (!node) return [];
    const about = { nodeId: id, nodeName: nameOf(node), nodeType: node.type };
    const keys = outputKeysOf(node, definitionOf).map(({ key, type, description }) => ({
      ...about,
      key,
      type,
      description,
      path: pathOf(id, key),
      label: labelOf(pathOf(id, key), flow),
    }));
    const whole = {
      ...about,
      key: "",
      type: "object",
      description: node.type === INPUT_TYPE ? "Everything the workflow was given" : "Everything this node gave",
      path: pathOf(id, ""),
      label: nameOf(node),
    };
    if (objectOf(node.error_handling).behavior !== "return") return [...keys, whole];
    const failure = [
      { key: "status", type: "string", description: "success, failure or skip", path: `$${step(id)}.status` },
      { key: "error.message", type: "string", description: "What went wrong", path: `$${step(id)}.error.message` },
    ].map((each) => ({ ...about, ...each, label: labelOf(each.path, flow) }));
    return [...keys, whole, ...failure];
  });
}

/** A JSONPath as the author reads it: `agent.content`. A path that names no node of the flow stays as it is. */
export function labelOf(path: string, flow: FlowDocument): string {
  const at = rootOf(path);
  const node = at && flow.nodes.find(({ id }) => id === at.root);
  if (!at || !node) return path;
  const rest = at.rest.startsWith(".output") ? at.rest.slice(".output".length) : at.rest;
  return `${nameOf(node)}${labelledRest(rest, node)}`;
}

/** Options of a Choice go by their names; quotes go. */
function labelledRest(rest: string, node: DocumentNode): string {
  const plain = rest.replace(/\[\s*['"]([^'"\]]*)['"]\s*\]/g, ".$1");
  const option = listOf(node.options)
    .map(objectOf)
    .find(({ id }) => typeof id === "string" && plain.startsWith(`.${id}`));
  if (!option) return plain;
  return `.${textOf(option.name) || String(option.id)}`;
}

/** Whether a mapping's value is a path to a node's result rather than literal text. */
export const isReference = (value: string, flow: FlowDocument): boolean => {
  const at = rootOf(value);
  return at !== null && flow.nodes.some(({ id }) => id === at.root);
};

/** A variable's name inside a template: `content`, or `agent_content` where that is taken by another path. */
export function templateName(variable: Variable, selector: Readonly<Record<string, string>>): string {
  const known = Object.entries(selector).find(([, path]) => path === variable.path);
  if (known) return known[0];
  const plain = identifier(variable.key || variable.nodeName);
  if (!Object.hasOwn(selector, plain)) return plain;
  const long = identifier(`${variable.nodeName}_${variable.key}`);
  if (!Object.hasOwn(selector, long)) return long;
  let number = 2;
  while (Object.hasOwn(selector, `${long}_${number}`)) number += 1;
  return `${long}_${number}`;
}

const identifier = (text: string): string => text.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d)/, "_") || "value";

const JINJA_WORDS = new Set(
  "and or not in is if else elif endif for endfor set endset true false none True False None loop range filter endfilter block endblock raw endraw recursive ignore missing with without context".split(
    " ",
  ),
);

/** The names a Jinja template must be given, in the order in which they first appear. */
export function templateVariables(template: string): readonly string[] {
  const source = template
    .replace(/\{%-?\s*raw\s*-?%\}[\s\S]*?\{%-?\s*endraw\s*-?%\}/g, "")
    .replace(/\{#[\s\S]*?#\}/g, "");
  const own = new Set<string>();
  const found = new Set<string>();
  for (const [, expression, statement] of source.matchAll(/\{\{([\s\S]*?)\}\}|\{%([\s\S]*?)%\}/g)) {
    const code = (expression ?? statement ?? "").replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "''");
    for (const [, list] of code.matchAll(/\b(?:for|set)\s+([\w\s,]+?)\s*(?:\bin\b|=)/g)) {
      for (const name of (list ?? "").split(",")) own.add(name.trim());
    }
    // Not what follows a dot or a bar: attributes and filters are no variables; nor keyword arguments.
    for (const match of code.matchAll(/(^|[^\w.|\s]|\s)\s*([A-Za-z_]\w*)/g)) {
      const name = match[2] ?? "";
      const before = code.slice(0, match.index + match[0].length - name.length).trimEnd();
      const after = code.slice(match.index + match[0].length).trimStart();
      if (before.endsWith(".") || before.endsWith("|") || /\bis(?:\s+not)?$/.test(before)) continue;
      if (after.startsWith("(") || /^=(?!=)/.test(after) || JINJA_WORDS.has(name)) continue;
      found.add(name);
    }
  }
  return [...found].filter((name) => !own.has(name));
}
