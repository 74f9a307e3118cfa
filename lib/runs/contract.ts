import { z } from "zod";
import { contract, many, one } from "@/lib/core/contract";
import { Id, Recorded, Time } from "@/lib/core/fields";
import { PageQuery } from "@/lib/core/page";

export const RUN_STATUSES = ["created", "started", "paused", "completed", "failed", "canceled"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** A final status never changes. */
export const FINAL_STATUSES: readonly RunStatus[] = ["completed", "failed", "canceled"];

export const RunError = z.object({
  code: z.string(),
  message: z.string(),
  /** `nodes.<id>` → what happened there. */
  details: z.record(z.string(), z.string()).optional(),
});
export type RunError = z.infer<typeof RunError>;

export const Run = z.object({
  id: Id,
  app_id: Id.nullable(),
  workflow_id: Id.nullable(),
  workflow_version_id: Id.nullable(),
  trace_id: Id,
  status: z.enum(RUN_STATUSES),
  started_at: Time.nullable(),
  ended_at: Time.nullable(),
  input: Recorded,
  output: Recorded,
  error: RunError.nullable(),
  user_id: z.string().nullable(),
  session_id: z.string().nullable(),
});
export type Run = z.infer<typeof Run>;

/**
 * Frames of a run's stream of typed events: `event: <type>`, `data: {"id","type","sequence","timestamp","data"}`.
 * `sequence` rises by one from 1. The last frame is one of `run.completed`, `run.failed`, `run.canceled`.
 *
 * | type | data |
 * | run.started | { run_id, trace_id } |
 * | node.started | { node_id, node_name, path, input } |
 * | node.chunk | { node_id, node_name, path, data } — `data` is a piece of a model's answer in OpenAI's chunk format, or whatever another node streams |
 * | node.completed, node.failed, node.skipped, node.canceled | { node_id, node_name, path, output, error, duration_ms, detail } |
 * | run.completed | { output } · run.failed { error } · run.canceled {} |
 */
export const RunFrame = z.object({
  id: z.string(),
  type: z.string(),
  sequence: z.number().int(),
  timestamp: Time,
  data: z.record(z.string(), z.json()),
});
export type RunFrame = z.infer<typeof RunFrame>;

const tag = "Apps";
const accepts = ["session", "pat", "access_key"] as const;

export const listAppRuns = contract({
  method: "GET",
  path: "/v1/apps/{app_id}/runs",
  summary: "List an app's runs, newest first",
  tag,
  accepts,
  query: PageQuery.extend({
    status: z.union([z.enum(RUN_STATUSES), z.array(z.enum(RUN_STATUSES))]).optional(),
    user_id: z.string().optional(),
    session_id: z.string().optional(),
  }),
  reply: many(Run),
});

export const getAppRun = contract({
  method: "GET",
  path: "/v1/apps/{app_id}/runs/{run_id}",
  summary: "Get a run",
  tag,
  accepts,
  reply: one(Run),
});
