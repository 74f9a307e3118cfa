import { z } from "zod";
import { ack, contract, many, one } from "@/lib/core/contract";
import { Author, Id, Name, Time } from "@/lib/core/fields";
import { PageQuery, sortBy } from "@/lib/core/page";

export const Connection = z.object({
  id: Id,
  name: z.string(),
  type: z.string(),
  /** `incomplete`: a required field has no value here and none in the environment. */
  status: z.enum(["active", "incomplete", "expired"]),
  project_id: Id,
  scope: z.literal("project"),
  /** Fields that may be shown. A secret that has a value is "••••••"; a sealed map shows its names with that. */
  config: z.record(z.string(), z.json()),
  /** What is missing, by field, naming the environment variable that would give it. */
  warnings: z.record(z.string(), z.string()),
  /** It is the built-in stand-in for a model, and is labelled so wherever it shows. */
  is_sample: z.boolean(),
  created_by: Author,
  created_at: Time,
  updated_at: Time,
  updated_by: Author,
});
export type Connection = z.infer<typeof Connection>;

export const CreateConnection = z.object({
  project_id: Id,
  name: Name("connection"),
  type: z.string().min(1, "Choose a type."),
  config: z.record(z.string(), z.json()).default({}),
});
export type CreateConnection = z.infer<typeof CreateConnection>;

/**
 * Name and type stay; the fields become those given. A secret left out, or given as "••••••", stays too, unless the
 * host or URL changes: then it is cleared and must be given again. An empty one is taken away.
 */
export const UpdateConnection = z.object({ config: z.record(z.string(), z.json()) });
export type UpdateConnection = z.infer<typeof UpdateConnection>;

export const ConnectionTest = z.object({
  ok: z.boolean(),
  latency_ms: z.number(),
  error: z.string().optional(),
});
export type ConnectionTest = z.infer<typeof ConnectionTest>;

export const ConnectionField = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().optional(),
  placeholder: z.string().optional(),
  widget: z.enum(["text", "secret", "number", "select", "switch", "key-values", "json"]),
  options: z.array(z.string()).optional(),
  default: z.json().optional(),
  env: z.string().optional(),
  is_required: z.boolean(),
  is_destination: z.boolean(),
  /** Sealed, and shown as "••••••". */
  is_secret: z.boolean(),
});
export type ConnectionField = z.infer<typeof ConnectionField>;

export const ConnectionType = z.object({
  type: z.string(),
  title: z.string(),
  group: z.string(),
  help: z.string(),
  icon: z.string(),
  can_test: z.boolean(),
  fields: z.array(ConnectionField),
});
export type ConnectionType = z.infer<typeof ConnectionType>;

const tag = "Connections";
const accepts = ["session", "pat"] as const;

export const ListConnections = PageQuery.extend({
  project_id: Id.optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  include_system: z.string().optional(),
  search: z.string().max(200).optional(),
  sort: sortBy(["name", "type", "created_at", "updated_at"], "name"),
});
export type ListConnections = z.output<typeof ListConnections>;

export const listConnections = contract({
  method: "GET",
  path: "/v1/connections",
  summary: "List connections; without a project, those of every project one may open",
  tag,
  accepts,
  query: ListConnections,
  reply: many(Connection),
});

export const getConnection = contract({
  method: "GET",
  path: "/v1/connections/{connection_id}",
  summary: "Get a connection, without its secrets",
  tag,
  accepts,
  reply: one(Connection),
});

export const createConnection = contract({
  method: "POST",
  path: "/v1/connections",
  summary: "Create a connection",
  tag,
  accepts,
  body: CreateConnection,
  reply: one(Connection),
});

export const updateConnection = contract({
  method: "PUT",
  path: "/v1/connections/{connection_id}",
  summary: "Change a connection's fields",
  tag,
  accepts,
  body: UpdateConnection,
  reply: one(Connection),
});

export const deleteConnection = contract({
  method: "DELETE",
  path: "/v1/connections/{connection_id}",
  summary: "Delete a connection that no workflow uses",
  tag,
  accepts,
  reply: ack("deleted"),
});

/** Fields of a connection that is not stored. */
export const TestConnection = z.object({
  project_id: Id,
  type: z.string(),
  config: z.record(z.string(), z.json()).default({}),
});
export type TestConnection = z.infer<typeof TestConnection>;

export const testNewConnection = contract({
  method: "POST",
  path: "/v1/connections/test",
  summary: "Try the fields of a connection with a harmless call, storing nothing",
  tag,
  accepts,
  body: TestConnection,
  reply: one(ConnectionTest),
});

export const testConnection = contract({
  method: "POST",
  path: "/v1/connections/{connection_id}/test",
  summary: "Try a connection with a harmless call",
  tag,
  accepts,
  reply: one(ConnectionTest),
});

export const listConnectionTypes = contract({
  method: "GET",
  path: "/v1/connection-types",
  summary: "The types of connection, with their forms",
  tag,
  accepts,
  reply: one(z.array(ConnectionType)),
});

/** Makes the connection to the built-in sample model, or returns it where the project has it. */
export const createSampleConnection = contract({
  method: "POST",
  path: "/v1/connections/sample",
  summary: "Add the built-in sample model (no AI) to a project, where this instance offers it",
  tag,
  accepts,
  body: z.object({ project_id: Id }),
  reply: one(Connection),
});
