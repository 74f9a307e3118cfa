"use client";

import type { ReactElement } from "react";
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatCount, formatDuration, formatMoney, formatTokens } from "@/components/ui/format";
import type { MetricPoint } from "@/lib/apps/contract";

export type MetricChartsProps = { series: readonly MetricPoint[]; interval: string };

type Layer = {
  readonly name: string;
  readonly colour: string;
  readonly amountOf: (point: MetricPoint) => number | null;
};

type Chart = {
  readonly title: string;
  readonly unit: string;
  readonly shape: "bars" | "area" | "line";
  readonly format: (value: number) => string;
  readonly layers: readonly Layer[];
};

const CHARTS: readonly Chart[] = [
  {
    title: "Requests",
    unit: "requests",
    shape: "bars",
    format: formatCount,
    layers: [
      { name: "Succeeded", colour: "var(--succeeded)", amountOf: ({ requests }) => requests.success },
      { name: "Failed", colour: "var(--failed)", amountOf: ({ requests }) => requests.failure },
    ],
  },
  {
    title: "Latency",
    unit: "average",
    shape: "line",
    format: (value) => formatDuration(value * 1000),
    layers: [{ name: "Average", colour: "var(--running)", amountOf: ({ latency_avg }) => latency_avg }],
  },
  {
    title: "Tokens",
    unit: "tokens",
    shape: "area",
    format: formatTokens,
    layers: [
      { name: "Prompt", colour: "var(--hue-blue)", amountOf: ({ tokens }) => tokens.prompt },
      { name: "Completion", colour: "var(--hue-teal)", amountOf: ({ tokens }) => tokens.completion },
    ],
  },
  {
    title: "Cost",
    unit: "US dollars",
    shape: "area",
    format: formatMoney,
    layers: [
      { name: "Prompt", colour: "var(--hue-violet)", amountOf: ({ cost }) => cost.prompt },
      { name: "Completion", colour: "var(--hue-amber)", amountOf: ({ cost }) => cost.completion },
    ],
  },
];

/** One chart a question, all on the same steps of time. */
export function MetricCharts({ series, interval }: MetricChartsProps) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {CHARTS.map((chart) => (
        <figure key={chart.title} className="rounded-lg border border-border bg-surface p-4">
          <figcaption className="mb-3 flex items-baseline justify-between">
            <span className="font-semibold">{chart.title}</span>
            <span className="flex gap-3 text-muted text-xs">
              {chart.layers.length > 1
                ? chart.layers.map((layer) => <Legend key={layer.name} layer={layer} />)
                : chart.unit}
            </span>
          </figcaption>
          <div className="h-52">
            <ResponsiveContainer width="100%" height="100%">
              {drawn(chart, series, interval)}
            </ResponsiveContainer>
          </div>
          <Totals chart={chart} series={series} />
        </figure>
      ))}
    </div>
  );
}

function Legend({ layer }: { layer: Layer }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden className="size-2 rounded-sm" style={{ background: layer.colour }} />
      {layer.name}
    </span>
  );
}

/** The same for ears: a chart is a picture. */
function Totals({ chart, series }: { chart: Chart; series: readonly MetricPoint[] }) {
  const text = chart.layers.map(({ name, amountOf }) => {
    const values = series.map(amountOf).filter((value) => value !== null);
    const sum = values.reduce((total, value) => total + value, 0);
    return `${name} ${chart.format(chart.shape === "line" ? sum / Math.max(1, values.length) : sum)}`;
  });
  return <p className="sr-only">{`${chart.title} in this period: ${text.join(", ")}.`}</p>;
}

function drawn({ shape, layers, format }: Chart, series: readonly MetricPoint[], interval: string): ReactElement {
  const data = series.map((point) => ({
    at: point.timestamp,
    ...Object.fromEntries(layers.map(({ name, amountOf }) => [name, amountOf(point)])),
  }));
  const frame = (
    <>
      <CartesianGrid vertical={false} stroke="var(--border)" />
      <XAxis
        dataKey="at"
        tickFormatter={(at: string) => tick(at, interval)}
        tick={{ fill: "var(--text-muted)", fontSize: 11 }}
        stroke="var(--border)"
        tickLine={false}
        minTickGap={32}
      />
      <YAxis
        width={56}
        tickFormatter={format}
        tick={{ fill: "var(--text-muted)", fontSize: 11 }}
        axisLine={false}
        tickLine={false}
        allowDecimals={shape !== "bars"}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--hover)", stroke: "var(--border-strong)" }}
        labelFormatter={(at) => tick(String(at), interval, true)}
        formatter={(value) => format(Number(value))}
        contentStyle={{
          background: "var(--raised)",
          border: "1px solid var(--border)",
          borderRadius: 8,
          color: "var(--text)",
          fontSize: 12,
        }}
        itemStyle={{ color: "var(--text)" }}
      />
    </>
  );
  switch (shape) {
    case "bars":
      return (
        <BarChart data={data} accessibilityLayer>
          {frame}
          {layers.map(({ name, colour }) => (
            <Bar key={name} dataKey={name} stackId="all" fill={colour} isAnimationActive={false} maxBarSize={28} />
          ))}
        </BarChart>
      );
    case "area":
      return (
        <AreaChart data={data} accessibilityLayer>
          {frame}
          {layers.map(({ name, colour }) => (
            <Area
              key={name}
              dataKey={name}
              stackId="all"
              stroke={colour}
              fill={colour}
              fillOpacity={0.18}
              isAnimationActive={false}
            />
          ))}
        </AreaChart>
      );
    case "line":
      return (
        <LineChart data={data} accessibilityLayer>
          {frame}
          {layers.map(({ name, colour }) => (
            <Line
              key={name}
              dataKey={name}
              stroke={colour}
              strokeWidth={1.5}
              dot={{ r: 2 }}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      );
  }
}

function tick(at: string, interval: string, isFull = false): string {
  const withTime = interval === "1h";
  return new Intl.DateTimeFormat("en-GB", {
    ...((isFull || !withTime) && { day: "numeric", month: "short" }),
    ...(withTime && { hour: "2-digit", minute: "2-digit" }),
  }).format(new Date(at));
}
