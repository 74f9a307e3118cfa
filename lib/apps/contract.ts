import { z } from "zod";
import { ack, contract, many, one, stream } from "@/lib/core/contract";
import { Author, Id, Name, Time } from "@/lib/core/fields";
import { PageQuery } from "@/lib/core/page";
import { flagField, jsonField, Uploads } from "@/lib/core/upload";
import { WorkflowSummary, WorkflowVersionSummary } from "@/lib/workflows/contract";

export const AccessControl = z.object({ access_type: z.enum(["private", "public"]).default("private") });
export type AccessControl = z.infer<typeof AccessControl>;

/** Kept as it was sent, for clients that read it back: one process serves every kind. */
export const DeploymentConfig = z.looseObject({
  deployment_type: z.enum(["serverless", "server_based"]).default("serverless"),
});

export const Runtime = z.object({ id: z.string(), version: z.string(), label: z.string() });

export const App = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  project_id: Id,
  /** Where the app answers, without a scheme; it may have a port and a path. */
  hostname: z.string(),
  /** The same with its scheme: what a snippet calls. */
  url: z.string(),
  runtime_id: z.string(),
  runtime: Runtime,
  workflow_id: Id,
  workflow_version_id: Id,
  deployment_config: DeploymentConfig,
  access_control: AccessControl,
  latest_deployment_id: Id.nullable(),
  workflow: WorkflowSummary.pick({ id: true, name: true }),
  workflow_version: WorkflowVersionSummary.pick({ id: true, version: true, description: true }),
  created_at: Time,
  created_by: Author,
  updated_at: Time,
  updated_by: Author,
  archived_at: Time.nullable(),
  archived_by: Author,
});
export type App = z.infer<typeof App>;

export const Deployment = z.object({
  id: Id,
  status: z.enum(["deployed", "failed"]),
  /** It is the one that answers calls. */
  is_current: z.boolean(),
  started_at: Time,
  workflow_version: WorkflowVersionSummary.pick({ id: true, version: true, description: true }),
  runtime: Runtime,
  created_by: Author,
});
export type Deployment = z.infer<typeof Deployment>;

const tag = "Apps";
const accepts = ["session", "pat"] as const;
const readers = ["session", "pat", "access_key"] as const;

export const listApps = contract({
  method: "GET",
  path: "/v1/apps",
  summary: "List apps by name",
  tag,
  accepts: readers,
  query: PageQuery.extend({
    project_id: Id.optional(),
    workflow_id: Id.optional(),
    search: z.string().max(200).optional(),
    /** Only archived ones. */
    archived: flagField(false),
    include_archived: flagField(false),
  }),
  reply: many(App),
});

export const getApp = contract({
  method: "GET",
  path: "/v1/apps/{app_id}",
  summary: "Get an app",
  tag,
  accepts: readers,
  reply: one(App),
});

const Description = z.string().trim().max(512, "A description has 512 characters at most.");

export const CreateApp = z.object({
  name: Name("app"),
  project_id: Id,
  workflow_id: Id,
  /** Left out: the latest version. */
  workflow_version_id: Id.nullish(),
  description: Description.default(""),
  runtime_id: z.string().nullish(),
  access_control: AccessControl.prefault({}),
  deployment_config: DeploymentConfig.prefault({}),
});
export type CreateApp = z.infer<typeof CreateApp>;

export const createApp = contract({
  method: "POST",
  path: "/v1/apps",
  summary: "Deploy a version of a workflow as a new app",
  tag,
  accepts,
  body: CreateApp,
  reply: one(App),
});

export const UpdateApp = z.object({
  name: Name("app").optional(),
  description: Description.optional(),
  access_control: AccessControl.optional(),
});
export type UpdateApp = z.infer<typeof UpdateApp>;

export const updateApp = contract({
  method: "PUT",
  path: "/v1/apps/{app_id}",
  summary: "Change an app's name, description or who may call it",
  tag,
  accepts,
  body: UpdateApp,
  reply: one(App),
});

export const archiveApp = contract({
  method: "POST",
  path: "/v1/apps/{app_id}/archive",
  summary: "Archive an app: it no longer answers, what it recorded stays",
  tag,
  accepts,
  reply: one(App),
});

export const unarchiveApp = contract({
  method: "POST",
  path: "/v1/apps/{app_id}/unarchive",
  summary: "Bring an archived app back; it answers again",
  tag,
  accepts,
  reply: one(App),
});

export const deleteApp = contract({
  method: "DELETE",
  path: "/v1/apps/{app_id}",
  summary: "Delete an app with its deployments, runs and traces",
  tag,
  accepts,
  reply: ack("deleted"),
});

export const DeployApp = z.object({
  workflow_id: Id.optional(),
  /** Left out: the latest version. An earlier one is a roll-back. */
  workflow_version_id: Id.nullish(),
  runtime_id: z.string().nullish(),
});
export type DeployApp = z.infer<typeof DeployApp>;

export const deployApp = contract({
  method: "POST",
  path: "/v1/apps/{app_id}/deploy",
  summary: "Put a version on an app; callers see the old one or the new one, never a mix",
  tag,
  accepts,
  body: DeployApp,
  reply: one(App),
});

export const listDeployments = contract({
  method: "GET",
  path: "/v1/apps/{app_id}/deployments",
  summary: "List an app's deployments, newest first",
  tag,
  accepts: readers,
  query: PageQuery,
  reply: many(Deployment),
});

/** One step of time. `timestamp` is its start. Costs in US dollars, `latency_avg` in seconds, null without requests. */
export const MetricPoint = z.object({
  timestamp: Time,
  requests: z.object({ success: z.number().int(), failure: z.number().int() }),
  latency_avg: z.number().nullable(),
  tokens: z.object({ prompt: z.number().int(), completion: z.number().int() }),
  cost: z.object({ prompt: z.number(), completion: z.number() }),
});
export type MetricPoint = z.infer<typeof MetricPoint>;

export const AppMetrics = z.object({
  summary: z.object({
    requests: z.number().int(),
    failures: z.number().int(),
    latency_avg: z.number().nullable(),
    latency_p95: z.number().nullable(),
    total_tokens: z.number().int(),
    total_cost: z.number(),
  }),
  series: z.array(MetricPoint),
});
export type AppMetrics = z.infer<typeof AppMetrics>;

export const METRIC_INTERVALS = { "1h": 3600, "24h": 86_400, "168h": 604_800, "720h": 2_592_000 } as const;

/** Without times: the last 14 days. A step without requests is there too, with zeros. */
export const getAppMetrics = contract({
  method: "GET",
  path: "/v1/apps/{app_id}/metrics",
  summary: "An app's requests, latency, tokens and cost over time",
  tag,
  accepts: readers,
  query: z.object({
    start_time: Time.optional(),
    end_time: Time.optional(),
    interval: z.enum(["1h", "24h", "168h", "720h"]).default("24h"),
  }),
  reply: one(AppMetrics),
});

export const Session = z.object({
  id: z.string(),
  user_id: z.string().nullable(),
  created_at: Time,
  /** Of its first run. */
  input: z.json(),
  run_count: z.number().int(),
  last_run_at: Time,
});
export type Session = z.infer<typeof Session>;

export const listAppSessions = contract({
  method: "GET",
  path: "/v1/apps/{app_id}/sessions",
  summary: "List an app's sessions, the latest active first",
  tag,
  accepts: readers,
  query: PageQuery.extend({ user_id: z.string().optional() }),
  reply: many(Session),
});

/**
 * What an app is called with. `input` holds the Input node's fields. Files, `user_id` and `session_id`
 * are also given to the workflow as fields of its input.
 */
export const Invoke = z.object({
  input: jsonField(z.record(z.string(), z.json())).default({}),
  stream: flagField(false),
  /** Answers with the last node's output alone. */
  last_node_output: flagField(false),
  /** Answers a failed run with an HTTP error instead of 200. */
  error_on_node_failure: flagField(false),
  execution_mode: z.enum(["sync", "async"]).default("sync"),
  callbacks: jsonField(z.array(z.json())).optional(),
  user_id: z.string().max(200).optional(),
  session_id: z.string().max(200).optional(),
  chat_history: jsonField(z.json()).optional(),
  files: Uploads,
});
export type Invoke = z.infer<typeof Invoke>;

const invocation = {
  summary: "Call an app: plain, or as server-sent events with `stream`",
  tag: "App data plane",
  body: Invoke,
  consumes: "either",
  reply: stream("application/json", "`{output, status, run_id, trace_id}`, or server-sent events."),
} as const;

/** At the app's own host, or under its path. A public app needs no key; a private one an Access Key. */
export const invokeApp = contract({ ...invocation, method: "POST", path: "/apps/{app_id}", accepts: ["access_key"] });

/** The same through the management API, for a person. */
export const invokeAppAsPerson = contract({
  ...invocation,
  method: "POST",
  path: "/v1/apps/{app_id}/invoke",
  tag,
  accepts: readers,
});
