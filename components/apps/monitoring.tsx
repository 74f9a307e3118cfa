"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { formatCount, formatDuration, formatMoney, formatTokens } from "@/components/ui/format";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { useUrlState } from "@/components/ui/use-url-state";
import type { AppMetrics } from "@/lib/apps/contract";
import { PERIODS } from "./periods";

// The charts' library is large: only this tab loads it.
const MetricCharts = dynamic(() => import("./metric-charts").then((module) => module.MetricCharts), {
  ssr: false,
  loading: () => (
    <div className="grid gap-4 lg:grid-cols-2">
      {["requests", "latency", "tokens", "cost"].map((name) => (
        <Skeleton key={name} className="h-64" />
      ))}
    </div>
  ),
});

const INTERVALS = [
  { value: "1h", label: "By hour" },
  { value: "24h", label: "By day" },
  { value: "168h", label: "By week" },
  { value: "720h", label: "By month" },
];

export type MonitoringProps = { metrics: AppMetrics; days: string; interval: string };

/** Requests, latency, tokens and cost over time. */
export function Monitoring({ metrics, days, interval }: MonitoringProps) {
  const url = useUrlState();
  const { summary } = metrics;
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label="Period"
          className="w-44"
          value={days}
          options={PERIODS}
          onValueChange={(value) => url.set({ days: value === "14" ? null : value })}
        />
        <Select
          aria-label="Step"
          className="w-32"
          value={interval}
          options={INTERVALS}
          onValueChange={(value) => url.set({ interval: value === "24h" ? null : value })}
        />
      </div>
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
        <Figure name="Requests">{formatCount(summary.requests)}</Figure>
        <Figure name="Failed">
          {formatCount(summary.failures)}
          {summary.requests > 0 && (
            <span className="ml-1.5 font-normal text-muted text-sm">
              {((summary.failures / summary.requests) * 100).toFixed(1)} %
            </span>
          )}
        </Figure>
        <Figure name="Latency, average">{seconds(summary.latency_avg)}</Figure>
        <Figure name="Latency, 95 %">{seconds(summary.latency_p95)}</Figure>
        <Figure name="Tokens">{formatTokens(summary.total_tokens)}</Figure>
        <Figure name="Cost">{formatMoney(summary.total_cost)}</Figure>
      </dl>
      <MetricCharts series={metrics.series} interval={interval} />
    </div>
  );
}

const seconds = (value: number | null): string => (value === null ? "–" : formatDuration(value * 1000));

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="rounded-lg border border-border bg-surface px-4 py-3">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="tabular mt-0.5 font-semibold text-lg">{children}</dd>
    </div>
  );
}
