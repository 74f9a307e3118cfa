import { isObject, type JsonObject } from "@/lib/core/json";

/** One field of a parameter list, body or answer, in words. */
export type ReferenceField = {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** Bounds, choices and default, where there are any. */
  readonly notes: string;
};

export type ReferenceOperation = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly credentials: readonly string[];
  readonly parameters: readonly ReferenceField[];
  readonly body: readonly ReferenceField[];
  readonly bodyTypes: readonly string[];
  readonly status: string;
  /** The answer in a word or two: “App”, “list of App”, “message”. */
  readonly answer: string;
  readonly answerFields: readonly ReferenceField[];
};

export type ReferenceGroup = { readonly tag: string; readonly operations: readonly ReferenceOperation[] };

const CREDENTIALS: Record<string, string> = {
  session: "Browser session",
  pat: "Personal Access Token",
  access_key: "Access Key",
};

/** The OpenAPI document as a page shows it: by tag, in the document's order. */
export function referenceOf(document: JsonObject): ReferenceGroup[] {
  const groups = new Map<string, ReferenceOperation[]>();
  for (const [path, methods] of Object.entries(at(document, "paths"))) {
    for (const [method, operation] of Object.entries(methods as JsonObject)) {
      if (!isObject(operation)) continue;
      const tag = String((operation.tags as string[])[0]);
      const group = groups.get(tag) ?? [];
      groups.set(tag, group);
      group.push(operationOf(document, method.toUpperCase(), path, operation as JsonObject));
    }
  }
  return [...groups].map(([tag, operations]) => ({ tag, operations }));
}

function operationOf(document: JsonObject, method: string, path: string, operation: JsonObject): ReferenceOperation {
  const responses = at(operation, "responses");
  const [status = "200"] = Object.keys(responses);
  const bodyContent = at(at(operation, "requestBody"), "content");
  const bodyTypes = Object.keys(bodyContent);
  const answer = answerOf(document, at(responses, status));
  return {
    id: String(operation.operationId),
    method,
    path,
    summary: String(operation.summary),
    credentials: (operation.security as JsonObject[]).flatMap((one) =>
      Object.keys(one).map((kind) => CREDENTIALS[kind] ?? kind),
    ),
    parameters: (operation.parameters as JsonObject[]).map((one) => ({
      ...fieldOf(document, String(one.name), at(one, "schema"), one.required === true),
      name: one.in === "path" ? `{${String(one.name)}}` : String(one.name),
    })),
    body: fieldsOf(document, at(at(bodyContent, bodyTypes[0] ?? ""), "schema")),
    bodyTypes,
    status,
    ...answer,
  };
}

function answerOf(document: JsonObject, response: JsonObject): Pick<ReferenceOperation, "answer" | "answerFields"> {
  const [[type = "", media = {}] = []] = Object.entries(at(response, "content"));
  const schema = at(media as JsonObject, "schema");
  const data = at(at(schema, "properties"), "data");
  if (type !== "application/json" || schema.type === "string") {
    return { answer: String(response.description), answerFields: [] };
  }
  const isList = data.type === "array";
  const item = isList ? at(data, "items") : Object.keys(data).length > 0 ? data : schema;
  const name = typeof item.$ref === "string" ? nameOf(item.$ref) : "object";
  return { answer: isList ? `list of ${name}` : name, answerFields: fieldsOf(document, item) };
}

function fieldsOf(document: JsonObject, schema: JsonObject): ReferenceField[] {
  const { properties = {}, required = [] } = resolved(document, schema);
  return Object.entries(properties as JsonObject).map(([name, field]) =>
    fieldOf(document, name, field as JsonObject, (required as string[]).includes(name)),
  );
}

function fieldOf(document: JsonObject, name: string, schema: JsonObject, isRequired: boolean): ReferenceField {
  const notes = [
    schema.minLength !== undefined && `at least ${String(schema.minLength)} characters`,
    schema.maxLength !== undefined && `at most ${String(schema.maxLength)} characters`,
    schema.minimum !== undefined && `from ${String(schema.minimum)}`,
    schema.maximum !== undefined && `to ${String(schema.maximum)}`,
    schema.default !== undefined && `default ${JSON.stringify(schema.default)}`,
    typeof schema.description === "string" && schema.description,
  ].filter((note) => note !== false);
  return { name, type: typeOf(document, schema), isRequired, notes: notes.join(", ") };
}

function typeOf(document: JsonObject, schema: JsonObject): string {
  if (typeof schema.$ref === "string") return nameOf(schema.$ref) === "Json" ? "any JSON" : nameOf(schema.$ref);
  if (Array.isArray(schema.enum)) return schema.enum.map((choice) => JSON.stringify(choice)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.anyOf)) {
    const kinds = (schema.anyOf as JsonObject[]).map((one) => typeOf(document, one));
    return [...new Set(kinds)].join(" | ");
  }
  if (schema.type === "array") return `list of ${typeOf(document, at(schema, "items"))}`;
  if (schema.format === "uuid") return "id";
  if (schema.format === "date-time") return "time";
  if (schema.format === "binary") return "file";
  return typeof schema.type === "string" ? schema.type : "any JSON";
}

const nameOf = (reference: string): string => reference.split("/").at(-1) ?? reference;

const resolved = (document: JsonObject, schema: JsonObject): JsonObject =>
  typeof schema.$ref === "string" ? at(at(at(document, "components"), "schemas"), nameOf(schema.$ref)) : schema;

const at = (value: JsonObject, key: string): JsonObject => {
  const inner = value[key];
  return isObject(inner) ? (inner as JsonObject) : {};
};
