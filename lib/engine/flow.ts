import { z } from "zod";
import "@/lib/core/wording";
import { type Json, type JsonObject, UNSAFE_KEYS } from "@/lib/core/json";

/**
 * What a flow is. A node's own settings stand beside the fields here, as the SDK writes them;
 * which they are, its definition says (lib/nodes).
 *
 * Source: SDK 0.61, workflow YAML and the base fields of a node
 */

/** Lower-case letters, digits and single hyphens. */
export const SLUG = /^[a-z0-9]([a-z0-9]|-[a-z0-9])*$/;

/** Any JSON, without keys that would reach a prototype. */
export const SafeJson: z.ZodType<Json> = z
  .json()
  .refine((value) => !namesUnsafeKey(value), "Has a key that is not allowed.");

/** A value in `selector` that starts with `$` is a JSONPath; anything else is literal text, or a path that matches. */
export const Transformer = z.strictObject({
  path: z.string().nullish(),
  selector: z.record(z.string(), z.string()).nullish(),
});
export type Transformer = z.infer<typeof Transformer>;

export const CONDITION_OPERATORS = [
  "and",
  "or",
  "boolean-equals",
  "numeric-equals",
  "numeric-greater-than",
  "numeric-greater-than-or-equals",
  "numeric-less-than",
  "numeric-less-than-or-equals",
  "string-equals",
  "string-greater-than",
  "string-greater-than-or-equals",
  "string-less-than",
  "string-less-than-or-equals",
  "string-starts-with",
  "string-ends-with",
  "string-contains",
  "string-regexp",
] as const;
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

export type Condition = {
  variable?: string | null | undefined;
  operator: ConditionOperator;
  value?: Json | undefined;
  is_not?: boolean | undefined;
  operands?: Condition[] | null | undefined;
};

/** A comparison, or `and`/`or` over `operands`. `variable` is a JSONPath; without it the whole value is compared. */
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.strictObject({
    variable: z.string().nullish(),
    operator: z.enum(CONDITION_OPERATORS),
    value: z.json().optional(),
    is_not: z.boolean().optional(),
    operands: z.array(Condition).nullish(),
  }),
);

/** `node` must settle first. With `option`, that option of a Choice must have been chosen; `condition` looks at its result. */
export const Dependency = z.strictObject({
  node: z.string(),
  option: z.string().nullish(),
  condition: Condition.nullish(),
});
export type Dependency = z.infer<typeof Dependency>;

export const ErrorHandling = z.strictObject({
  /** Seconds for one attempt. */
  timeout_seconds: z.number().positive("Give a time above 0 seconds.").nullish(),
  /** Seconds before the second attempt. */
  retry_interval_seconds: z.number().positive("Give a time above 0 seconds.").default(1),
  /** Attempts after the first. */
  max_retries: z.number().int().min(0).max(100).default(0),
  backoff_rate: z.number().min(1, "The wait never shrinks: 1 or more.").default(1),
  max_retry_interval_seconds: z.number().positive().nullish(),
  behavior: z.enum(["raise", "return"]).default("raise"),
});
export type ErrorHandling = z.infer<typeof ErrorHandling>;

export const Streaming = z.looseObject({
  enabled: z.boolean().default(false),
  event: z.string().min(1).max(120).default("data"),
  mode: z.enum(["final", "all"]).default("final"),
});

/** Fields every node has. */
export const BASE_NODE_SHAPE = {
  id: z
    .string()
    .min(1, "A node has an id.")
    .max(200)
    .refine((id) => !UNSAFE_KEYS.has(id), "This id is not allowed."),
  name: z.string().max(200).nullish(),
  description: z.string().max(4000).nullish(),
  type: z.string().min(1),
  group: z.string().nullish(),
  depends: z.array(Dependency).default([]),
  input_transformer: Transformer.nullish(),
  output_transformer: Transformer.nullish(),
  input_mapping: z.record(z.string(), z.json()).nullish(),
  error_handling: ErrorHandling.prefault({}),
  caching: z.looseObject({ enabled: z.boolean().default(false) }).nullish(),
  streaming: Streaming.nullish(),
  approval: z.looseObject({ enabled: z.boolean().default(false) }).nullish(),
  /** The id of a connection, or a connection written out. */
  connection: z.union([z.string(), z.record(z.string(), z.json())]).nullish(),
  metadata: z.record(z.string(), z.json()).nullish(),
  is_postponed_component_init: z.boolean().optional(),
  is_optimized_for_agents: z.boolean().optional(),
  is_files_allowed: z.boolean().optional(),
  is_parallel_execution_allowed: z.boolean().optional(),
  is_output_persisted_in_sandbox_allowed: z.boolean().optional(),
  action_type: z.string().nullish(),
  input_param_modes: z.record(z.string(), z.enum(["required", "hidden"])).optional(),
} as const;

/** A node as it is stored and sent: the base fields parsed, its type's own fields as they came. */
export const FlowNode = z.looseObject(BASE_NODE_SHAPE);
export type FlowNode = z.infer<typeof FlowNode>;

export const Flow = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  nodes: z.array(FlowNode).max(5000, "A flow has 5,000 nodes at most."),
  max_node_workers: z.number().int().min(1).max(1000).nullish(),
});
export type Flow = z.infer<typeof Flow>;

/** How a node ended. */
export type NodeStatus = "success" | "failure" | "skip" | "canceled";

export type NodeError = { readonly type: string; readonly message: string; readonly recoverable?: boolean };

/** `output` is null unless the node succeeded. Choice's options have this shape too. */
export type NodeResult = {
  readonly status: NodeStatus;
  readonly input: Json;
  readonly output: Json;
  readonly error?: NodeError;
};

/** A fault of a flow: `path` is a field of the node (`url`, `depends.0.node`), "" the node as a whole. */
export type Problem = {
  /** Null: the flow as a whole. */
  readonly nodeId: string | null;
  readonly nodeName: string | null;
  readonly path: string;
  readonly message: string;
  readonly severity: "error" | "warning";
};

function namesUnsafeKey(value: Json): boolean {
  if (Array.isArray(value)) return value.some(namesUnsafeKey);
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value as JsonObject).some(([key, part]) => UNSAFE_KEYS.has(key) || namesUnsafeKey(part));
}
