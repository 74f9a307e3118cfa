import { z } from "zod";
import { contract, many, oneUnchecked } from "@/lib/core/contract";
import { Id, Recorded, Time } from "@/lib/core/fields";
import { PageQuery } from "@/lib/core/page";

export const TRACE_STATUSES = ["running", "succeeded", "failed", "skipped", "canceled"] as const;

/** Costs in US dollars; null where no call had a known price. */
export const TraceUsage = z.object({
  prompt_tokens: z.number().int(),
  completion_tokens: z.number().int(),
  total_tokens: z.number().int(),
  prompt_cost: z.number().nullable(),
  completion_cost: z.number().nullable(),
  total_cost: z.number().nullable(),
});
export type TraceUsage = z.infer<typeof TraceUsage>;

export const TraceSummary = z.object({
  id: Id,
  source_id: z.string(),
  run_id: Id.nullable(),
  name: z.string(),
  status: z.enum(TRACE_STATUSES),
  started_at: Time,
  ended_at: Time.nullable(),
  duration_ms: z.number().int().nullable(),
  input: Recorded,
  output: Recorded,
  error: Recorded,
  user_id: z.string().nullable(),
  session_id: z.string().nullable(),
  tags: z.array(z.string()),
  usage: TraceUsage,
});
export type TraceSummary = z.infer<typeof TraceSummary>;

/** One line of a trace, in the shape in which the SDK reports its own. `status` is null while it runs. */
export const TraceRun = z.object({
  id: Id,
  name: z.string(),
  type: z.enum(["workflow", "flow", "node"]),
  trace_id: Id,
  parent_run_id: Id.nullable(),
  status: z.enum(["succeeded", "failed", "skipped", "canceled"]).nullable(),
  start_time: Time,
  end_time: Time.nullable(),
  input: Recorded,
  output: Recorded,
  error: Recorded,
  /** `{ node: {id, type, group, name}, usage?, prompt?, info?, path }` */
  metadata: z.record(z.string(), Recorded),
  executions: z.array(Recorded),
});
export type TraceRun = z.infer<typeof TraceRun>;

/** In order of start. */
export const Trace = TraceSummary.extend({
  workflow_id: Id.nullable(),
  workflow_version_id: Id.nullable(),
  runs: z.array(TraceRun),
});
export type Trace = z.infer<typeof Trace>;

/**
 * `total_count` stops counting at 10,000, and pages reach no further. `search` looks for text in the name, the input
 * and the output of the newest 2,500 that the other filters leave; duration and tokens in the newest 10,000. A
 * narrower time looks further back.
 */
export const TraceFilter = PageQuery.extend({
  "started_at:gte": Time.optional(),
  "started_at:lte": Time.optional(),
  status: z.enum(TRACE_STATUSES).optional(),
  session_id: z.string().optional(),
  user_id: z.string().optional(),
  "duration_ms:gte": z.coerce.number().int().optional(),
  "total_tokens:gte": z.coerce.number().int().optional(),
  search: z.string().max(200).optional(),
});
export type TraceFilter = z.infer<typeof TraceFilter>;

const tag = "Traces";
const accepts = ["session", "pat", "access_key"] as const;

export const listAppTraces = contract({
  method: "GET",
  path: "/v1/apps/{app_id}/traces",
  summary: "List an app's traces, newest first",
  tag,
  accepts,
  query: TraceFilter,
  reply: many(TraceSummary),
});

export const getAppTrace = contract({
  method: "GET",
  path: "/v1/apps/{app_id}/traces/{trace_id}",
  summary: "Get a trace of an app with all of its lines",
  tag,
  accepts,
  reply: oneUnchecked(Trace),
});

export const listTraces = contract({
  method: "GET",
  path: "/v1/tracing/traces",
  summary: "List a project's traces, newest first",
  tag,
  accepts,
  query: TraceFilter.extend({ project_id: Id, source_id: z.string().optional() }),
  reply: many(TraceSummary),
});

export const getTrace = contract({
  method: "GET",
  path: "/v1/tracing/traces/{trace_id}",
  summary: "Get a trace with all of its lines",
  tag,
  accepts,
  reply: oneUnchecked(Trace),
});
