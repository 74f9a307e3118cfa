import "server-only";
import type { Context } from "@/lib/auth/context";
import type { Page } from "@/lib/core/page";
import type { Trace, TraceFilter, TraceSummary } from "@/lib/traces/contract";
import { getTrace, listTracesOfApp } from "@/lib/traces/service";
import { getApp } from "./lifecycle";

/** Newest first. */
export async function listAppTraces(ctx: Context, id: string, filter: TraceFilter): Promise<Page<TraceSummary>> {
  return listTracesOfApp(ctx, await getApp(ctx, id), filter);
}

/** With all of its lines. A trace of another app does not exist here. */
export async function getAppTrace(ctx: Context, id: string, traceId: string): Promise<Trace> {
  await getApp(ctx, id);
  return getTrace(ctx, traceId, id);
}
