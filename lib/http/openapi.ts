import { z } from "zod";
import type { Contract, CredentialKind } from "@/lib/core/contract";
import { ERROR_STATUS } from "@/lib/core/errors";
import type { Json, JsonObject } from "@/lib/core/json";
import { namedSchemas, type Operation, operations } from "./operations";

type Schema = { [key: string]: Json };
type Components = Record<string, Schema>;

const REFERENCE = "#/components/schemas/";

/** The API as an OpenAPI 3.1 document, made from the contracts. */
export function openApiDocument(): JsonObject {
  const components: Components = {};
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations()) {
    const { path, method } = operation.contract;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(operation, components) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Dynamiq platform API",
      version: "1",
      description: "The management API and the app data plane of a self-hosted instance.",
    },
    paths,
    components: {
      schemas: { ...components, Error: errorSchema() },
      responses: { Error: { description: "What went wrong, and the request's id.", ...json(REFERENCE, "Error") } },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token", description: "A signed-in browser." },
        pat: { type: "http", scheme: "bearer", description: "A Personal Access Token, dyn_pat_…" },
        access_key: { type: "http", scheme: "bearer", description: "An Access Key, dynamiq_acc_…" },
      },
    },
  };
}

function operationOf({ name, contract }: Operation, components: Components): Schema {
  const { summary, tag, accepts } = contract;
  const body = bodyOf(contract, name, components);
  return {
    operationId: name,
    summary,
    tags: [tag],
    parameters: [...parametersOf(contract, "path", components), ...parametersOf(contract, "query", components)],
    ...(body && { requestBody: body }),
    responses: { [contract.status]: answerOf(contract, name, components), ...failuresOf(contract) },
    security: accepts.map((kind: CredentialKind) => ({ [kind]: [] })),
  };
}

function parametersOf(contract: Contract, where: "path" | "query", components: Components): Schema[] {
  const schema = schemaOf(where === "path" ? contract.params : contract.query, "input", contract.path, components);
  const required = (schema.required ?? []) as string[];
  return Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, field]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: field,
  }));
}

function bodyOf(contract: Contract, name: string, components: Components): Schema | null {
  if (contract.method === "GET" || contract.body.def.type === "undefined") return null;
  const schema = schemaOf(contract.body, "input", name, components);
  const types = {
    json: ["application/json"],
    multipart: ["multipart/form-data"],
    either: ["application/json", "multipart/form-data"],
  }[contract.consumes];
  return {
    required: !contract.body.safeParse(undefined).success,
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  };
}

function answerOf({ reply, status }: Contract, name: string, components: Components): Schema {
  if (status === 204) return { description: "Done; there is nothing to say." };
  const schema = schemaOf(reply.schema, "output", name, components);
  if (reply.kind !== "stream") return { description: "Success.", content: { "application/json": { schema } } };
  const { mediaType = "application/octet-stream", description = "A stream.", ...rest } = schema;
  return { description, content: { [String(mediaType)]: { schema: rest } } };
}

/** Which failures an operation may answer with; any may also find the server at fault. */
function failuresOf({ accepts, path, method, body, consumes }: Contract): Record<string, Schema> {
  const hasBody = method !== "GET" && body.def.type !== "undefined";
  const codes = [
    "bad_request",
    ...(accepts.length > 0 ? ["unauthorized", "forbidden"] : []),
    ...(path.includes("{") || accepts.length > 0 ? ["not_found"] : []),
    ...(method === "GET" ? [] : ["conflict"]),
    ...(hasBody ? ["payload_too_large", "unsupported_media_type"] : []),
    ...(consumes === "either" ? ["upstream_failed", "timeout"] : []),
    "rate_limited",
    "internal",
  ] as const;
  const statuses = codes.map((code) => ERROR_STATUS[code as keyof typeof ERROR_STATUS]);
  return Object.fromEntries(statuses.map((status) => [status, { $ref: "#/components/responses/Error" }]));
}

function errorSchema(): Schema {
  const text = { type: "string" };
  return {
    type: "object",
    required: ["error"],
    properties: {
      error: {
        type: "object",
        required: ["code", "message", "request_id"],
        properties: {
          code: { type: "string", enum: Object.keys(ERROR_STATUS) },
          message: text,
          details: {
            type: "object",
            additionalProperties: text,
            description: "What is wrong, by the path of the field.",
          },
          request_id: text,
        },
      },
    },
  };
}

const json = (prefix: string, name: string) => ({
  content: { "application/json": { schema: { $ref: `${prefix}${name}` } } },
});

/**
 * A schema as JSON Schema. What it shares with others is put among `components` and referred to: a resource under
 * its name in the contract, what refers to itself under a name made from `owner`.
 */
function schemaOf(schema: z.ZodType, io: "input" | "output", owner: string, components: Components): Schema {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    ...(io === "output" && { metadata: names() }),
  }) as unknown as Schema & { $defs?: Record<string, Schema> };
  const { $schema: _, $defs = {}, ...root } = made;
  const renamed = new Map<string, string>();
  for (const [name, definition] of Object.entries($defs)) {
    const isAny = !/^[A-Z]/.test(name) && JSON.stringify(definition).includes('"type":"null"');
    renamed.set(name, /^[A-Z]/.test(name) ? name : isAny ? "Json" : `${owner}.${name}`);
  }
  for (const [name, definition] of Object.entries($defs)) {
    const target = renamed.get(name) ?? name;
    components[target] ??= tidy(definition, renamed) as Schema;
  }
  return tidy(root, renamed) as Schema;
}

/** Refers to components instead of to definitions of its own, and leaves out what only zod needs. */
function tidy(value: Json, renamed: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((part: Json) => tidy(part, renamed));
  if (typeof value !== "object" || value === null) return value;
  const { $ref, ...rest } = value as JsonObject;
  if (typeof $ref === "string" && $ref.startsWith("#/$defs/")) {
    const name = $ref.slice("#/$defs/".length);
    return { $ref: `${REFERENCE}${renamed.get(name) ?? name}` };
  }
  if (rest.format === "binary" && rest.type === "array") {
    return { type: "array", items: { type: "string", format: "binary" } };
  }
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([key, part]) => !isNoise(key, part, rest))
      .map(([key, part]) => [key, tidy(part, renamed)]),
  );
}

const isNoise = (key: string, part: Json, around: JsonObject): boolean =>
  (key === "id" && typeof part === "string") ||
  (key === "additionalProperties" && part === false) ||
  (key === "propertyNames" && JSON.stringify(part) === '{"type":"string"}') ||
  (key === "pattern" && typeof around.format === "string") ||
  (key === "minimum" && part === Number.MIN_SAFE_INTEGER) ||
  (key === "maximum" && part === Number.MAX_SAFE_INTEGER);

/** The contracts' own names of resources. A schema with two names keeps the first. */
function names() {
  const registry = z.registry<{ id?: string }>();
  const taken = new Set<string>();
  for (const [id, schema] of namedSchemas()) {
    if (!(schema instanceof z.ZodType) || taken.has(id) || registry.has(schema)) continue;
    taken.add(id);
    registry.add(schema, { ...z.globalRegistry.get(schema), id });
  }
  return registry as unknown as typeof z.globalRegistry;
}
