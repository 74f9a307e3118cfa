"use client";

import { useEffect, useState } from "react";
import type { TraceRun } from "@/lib/traces/contract";
import { SpanDetails } from "./span-details";
import { SpanTree } from "./span-tree";

export type TraceViewProps = {
  runs: readonly TraceRun[];
  nodeHref?: ((nodeId: string) => string) | undefined;
  /** The line to open first; otherwise the first that failed, or the first of all. */
  initialId?: string | undefined;
};

const TICK_MS = 500;

/** A trace: the tree with its waterfall, and the chosen line in full. Lines that still run grow. */
export function TraceView({ runs, nodeHref, initialId }: TraceViewProps) {
  const [chosen, setChosen] = useState<string | null>(initialId ?? null);
  const now = useNow(runs.some(({ end_time }) => end_time === null));
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

/** The time, moving only while something runs. */
function useNow(isMoving: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  return now;
}
