import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize } from "@/lib/auth/scope";
import type { Input } from "@/lib/core/contract";
import { notFound } from "@/lib/core/errors";
import type { Page } from "@/lib/core/page";
import type { listTraces as listTracesContract, Trace, TraceFilter, TraceSummary } from "./contract";
import * as traces from "./repository";

/** A project's traces, newest first: of apps, of tests, and collected ones. */
export async function listTraces(
  ctx: Context,
  query: Input<typeof listTracesContract>["query"],
): Promise<Page<TraceSummary>> {
  const scope = await authorize(ctx, "traces:read", query.project_id);
  return traces.list(scope, { sourceId: query.source_id }, query);
}

/** `app` is one that the caller was found to know of. Newest first. */
export async function listTracesOfApp(
  ctx: Context,
  app: { readonly id: string; readonly project_id: string },
  filter: TraceFilter,
): Promise<Page<TraceSummary>> {
  const scope = await authorize(ctx, "traces:read", app.project_id);
  return traces.list(scope, { appId: app.id }, filter);
}

/** With all of its lines. `appId` given: only where it is that app's. */
export async function getTrace(ctx: Context, id: string, appId?: string): Promise<Trace> {
  const place = await traces.placeOf(id);
  const scope = await authorize(ctx, "traces:read", place?.projectId ?? null, "Trace");
  if (appId !== undefined && place?.appId !== appId) throw notFound("Trace");
  return traces.get(scope, id);
}

export type { Step as TraceStep } from "./repository";

/** What an app's traces come to, by steps of time, and the latency that 95 of 100 stayed below. */
export async function getTraceSteps(
  ctx: Context,
  app: { readonly id: string; readonly project_id: string },
  period: { readonly from: Date; readonly to: Date; readonly seconds: number },
): Promise<{ readonly steps: readonly traces.Step[]; readonly latencyP95: number | null }> {
  const scope = await authorize(ctx, "traces:read", app.project_id);
  const [steps, latencyP95] = await Promise.all([
    traces.steps(scope, { appId: app.id, ...period }),
    traces.latencyP95(scope, { appId: app.id, ...period }),
  ]);
  return { steps, latencyP95 };
}
