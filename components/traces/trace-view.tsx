"use client";

import { useState } from "react";
import { useNow } from "@/components/ui/use-now";
import type { TraceRun } from "@/lib/traces/contract";
import { SpanDetails } from "./span-details";
import { SpanTree } from "./span-tree";

export type TraceViewProps = {
  runs: readonly TraceRun[];
  nodeHref?: ((nodeId: string) => string) | undefined;
};

const TICK_MS = 500;

/** A trace: the tree with its waterfall, and the chosen line in full. Lines that still run grow. */
export function TraceView({ runs, nodeHref }: TraceViewProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const now = useNow(
    runs.some(({ end_time }) => end_time === null),
    TICK_MS,
  );
  const selected = runs.find(({ id }) => id === chosen) ?? firstOf(runs);
  return (
    <div className="grid min-h-0 flex-1 grid-cols-1 overflow-hidden rounded-lg border border-border bg-surface lg:grid-cols-[minmax(0,1fr)_minmax(360px,42%)]">
      <div className="flex min-h-64 flex-col border-border border-b lg:border-r lg:border-b-0">
        <SpanTree runs={runs} selectedId={selected?.id ?? null} onSelect={setChosen} now={now} />
      </div>
      <div className="min-h-0 overflow-auto">
        {selected && <SpanDetails key={selected.id} run={selected} now={now} nodeHref={nodeHref} />}
      </div>
    </div>
  );
}

/** What went wrong is what one came for: the deepest failure, or else the start. */
const firstOf = (runs: readonly TraceRun[]): TraceRun | undefined =>
  runs.find(({ status, type }) => status === "failed" && type === "node") ?? runs[0];
