"use client";

import { useEffect, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { formatDuration, formatMoney, formatTokens } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { call } from "@/lib/http/call";
import { getAppTrace, type Trace } from "@/lib/traces/contract";
import { TraceView } from "./trace-view";

const POLL_MS = 1000;

export type LiveTraceProps = { projectId: string; appId: string; initial: Trace };

/** A trace of an app. While its run goes on, the new lines come in by themselves. */
export function LiveTrace({ projectId, appId, initial }: LiveTraceProps) {
  const [trace, setTrace] = useState(initial);
  const isRunning = trace.status === "running";
  useEffect(() => {
    if (!isRunning) return;
    const abort = new AbortController();
    const timer = setInterval(() => {
      call(getAppTrace, { params: { app_id: appId, trace_id: initial.id }, signal: abort.signal }).then(
        setTrace,
        () => {
          // The next poll tries again; what is shown stays.
        },
      );
    }, POLL_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [isRunning, appId, initial.id]);

  const { usage, workflow_id, workflow_version_id } = trace;
  return (
    <div className="flex min-h-[60dvh] flex-col gap-3 lg:h-[calc(100dvh-260px)]">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <StatusBadge status={trace.status} />
        <RelativeTime time={trace.started_at} />
        {trace.duration_ms !== null && <span className="tabular">{formatDuration(trace.duration_ms)}</span>}
        <span className="tabular">{formatTokens(usage.total_tokens)} tokens</span>
        {usage.total_cost !== null && <span className="tabular">{formatMoney(usage.total_cost)}</span>}
        {trace.session_id && <span className="text-muted">Session {trace.session_id}</span>}
        <span className="flex items-center gap-1 text-muted text-xs">
          <code className="font-mono">{trace.id}</code> <CopyButton text={trace.id} label="Copy the trace's id" />
        </span>
      </p>
      <TraceView
        runs={trace.runs}
        nodeHref={
          workflow_id === null
            ? undefined
            : (nodeId) => {
                const version = workflow_version_id ? `version=${workflow_version_id}&` : "";
                return `/projects/${projectId}/agents/${workflow_id}?${version}node=${encodeURIComponent(nodeId)}`;
              }
        }
      />
    </div>
  );
}
