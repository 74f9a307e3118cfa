import "server-only";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { shared } from "./shared";

/** What `/metrics` tells. Labels hold no tenant's data: no ids, names or paths. */
export type Metrics = {
  readonly registry: Registry;
  readonly requests: Counter<"plane" | "method" | "status">;
  readonly requestSeconds: Histogram<"plane">;
  /** Runs that this process runs now; set when it is asked. */
  readonly runs: Gauge;
};

export const metrics = (): Metrics =>
  shared("metrics", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const registers = [registry];
    return {
      registry,
      requests: new Counter({
        name: "dynamiq_http_requests_total",
        help: "HTTP requests answered, by plane, method and class of status.",
        labelNames: ["plane", "method", "status"],
        registers,
      }),
      requestSeconds: new Histogram({
        name: "dynamiq_http_request_duration_seconds",
        help: "Time from the first byte of a request to the last of its answer, by plane.",
        labelNames: ["plane"],
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
        registers,
      }),
      runs: new Gauge({ name: "dynamiq_runs_running", help: "Runs in progress in this process.", registers }),
    };
  });
