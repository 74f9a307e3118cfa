import "server-only";
import type { Context } from "@/lib/auth/context";
import type { Input } from "@/lib/core/contract";
import { badRequest } from "@/lib/core/errors";
import { getTraceSteps, type TraceStep } from "@/lib/traces/service";
import {
  type AppMetrics,
  METRIC_INTERVALS,
  type MetricPoint,
  type getAppMetrics as metricsContract,
} from "../contract";
import { getApp } from "./lifecycle";

const DAY_MS = 86_400_000;
const POINTS_MAX = 2000;
/** A Monday: steps of a week begin on one. */
const ORIGIN_MS = Date.UTC(2001, 0, 1);

/**
 * Requests, latency, tokens and costs over time. Steps begin on the full hour, day (UTC), Monday, or every 30th day.
 * @throws AppError `bad_request` where the time runs backwards or holds too many steps.
 */
export async function getAppMetrics(
  ctx: Context,
  id: string,
  { start_time, end_time, interval }: Input<typeof metricsContract>["query"],
): Promise<AppMetrics> {
  const app = await getApp(ctx, id);
  const to = end_time ? new Date(end_time) : new Date();
  const from = start_time ? new Date(start_time) : new Date(to.getTime() - 14 * DAY_MS);
  const seconds = METRIC_INTERVALS[interval];
  if (from > to) throw badRequest("The start lies after the end.", { start_time: "lies after end_time" });
  if ((to.getTime() - from.getTime()) / 1000 / seconds > POINTS_MAX) {
    throw badRequest(`This would be more than ${POINTS_MAX} steps. Choose a longer interval or a shorter time.`, {
      interval: "is too short for this time",
    });
  }
  const { steps, latencyP95 } = await getTraceSteps(ctx, app, { from, to, seconds });
  const byTime = new Map(steps.map((step) => [step.at.getTime(), step]));
  const series = timesBetween(from, to, seconds * 1000).map((at) => toPoint(at, byTime.get(at)));
  const sum = (of: (step: TraceStep) => number): number => steps.reduce((total, step) => total + of(step), 0);
  const requests = sum(({ succeeded, failed }) => succeeded + failed);
  return {
    summary: {
      requests,
      failures: sum(({ failed }) => failed),
      latency_avg: requests === 0 ? null : sum(({ durationSum }) => durationSum) / requests / 1000,
      latency_p95: latencyP95 === null ? null : latencyP95 / 1000,
      total_tokens: sum(({ promptTokens, completionTokens }) => promptTokens + completionTokens),
      total_cost: sum(({ promptCost, completionCost }) => promptCost + completionCost),
    },
    series,
  };
}

function timesBetween(from: Date, to: Date, stepMs: number): number[] {
  const times: number[] = [];
  const first = ORIGIN_MS + Math.floor((from.getTime() - ORIGIN_MS) / stepMs) * stepMs;
  for (let at = first; at <= to.getTime(); at += stepMs) times.push(at);
  return times;
}

function toPoint(at: number, step: TraceStep | undefined): MetricPoint {
  const requests = { success: step?.succeeded ?? 0, failure: step?.failed ?? 0 };
  const count = requests.success + requests.failure;
  return {
    timestamp: new Date(at).toISOString(),
    requests,
    latency_avg: step && count > 0 ? step.durationSum / count / 1000 : null,
    tokens: { prompt: step?.promptTokens ?? 0, completion: step?.completionTokens ?? 0 },
    cost: { prompt: step?.promptCost ?? 0, completion: step?.completionCost ?? 0 },
  };
}
