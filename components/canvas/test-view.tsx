"use client";

import { ExternalLink, Pencil, Play, RotateCcw, Square } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { PromptMessages } from "@/components/traces/prompt-messages";
import { messagesOf } from "@/components/traces/span";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatDuration, formatMoney, formatTokens } from "@/components/ui/format";
import { JsonView } from "@/components/ui/json-view";
import { Notice } from "@/components/ui/notice";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { StatusBadge, StatusIcon } from "@/components/ui/status-badge";
import { Switch } from "@/components/ui/switch";
import { Tabs } from "@/components/ui/tabs";
import { useNow } from "@/components/ui/use-now";
import { isObject, type Json } from "@/lib/core/json";
import type { WorkflowDocument } from "@/lib/workflows/contract";
import { INPUT_TYPE, OUTPUT_TYPE } from "./document";
import { Graph } from "./graph";
import { EMPTY_REQUEST, missingOf, RequestForm, type RequestValues } from "./request-form";
import type { NodeRun, RunState } from "./run-state";
import type { ViewState } from "./to-flow";
import { useTestRun } from "./use-test-run";

export type TestViewProps = {
  document: WorkflowDocument;
  projectId: string;
  workflowId: string;
  connectionNames: ReadonlyMap<string, string>;
  disabledReason: string | undefined;
  onLeave: () => void;
};

const STATUS = {
  idle: "waiting",
  running: "running",
  completed: "succeeded",
  failed: "failed",
  canceled: "canceled",
} as const;
const TICK_MS = 100;
const NO_FAULTS: ReadonlyMap<string, number> = new Map();

/** Runs the graph as it stands and shows it run. Nothing is saved by it. */
export function TestView({ document, projectId, workflowId, connectionNames, disabledReason, onLeave }: TestViewProps) {
  const { run, start, stop, reset } = useTestRun();
  const [values, setValues] = useState<RequestValues>(EMPTY_REQUEST);
  const [isDryRun, setDryRun] = useState(true);
  const [chosen, setChosen] = useState<string | null>(null);
  const input = document.flow.nodes.find(({ type }) => type === INPUT_TYPE);
  const missing = missingOf(input, values);
  const view = useMemo<ViewState>(
    () => ({
      selected: new Set(chosen === null ? [] : [chosen]),
      faults: NO_FAULTS,
      runs: run.status === "idle" ? null : run.nodes,
      connections: connectionNames,
    }),
    [chosen, run.status, run.nodes, connectionNames],
  );
  const now = useNow(run.status === "running", TICK_MS);
  const elapsed = run.startedAt === null ? null : Math.max(0, (run.endedAt ?? now) - run.startedAt);
  const row =
    run.rows.find(({ key }) => key === chosen) ??
    run.rows.findLast((each) => each.depth === 0 && each.run.nodeId === chosen);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-12 flex-wrap items-center gap-2 border-border border-b bg-surface px-3 py-2">
        <h1 className="font-semibold">Test</h1>
        {run.status !== "idle" && <StatusBadge status={STATUS[run.status]} />}
        {elapsed !== null && <span className="tabular text-muted text-xs">Duration {formatDuration(elapsed)}</span>}
        <span className="flex-1" />
        {run.traceId && !isDryRun && run.status !== "running" && (
          <span className="text-muted text-xs">Trace {run.traceId.slice(0, 8)}</span>
        )}
        <Button onClick={reset} disabledReason={run.status === "idle" ? "Nothing has run yet." : undefined}>
          <RotateCcw aria-hidden />
          Reset
        </Button>
        <Button onClick={onLeave}>
          <Pencil aria-hidden />
          Back to editing
        </Button>
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:grid lg:grid-cols-[minmax(0,1fr)_420px] lg:grid-rows-1 lg:overflow-hidden">
        <div className="flex shrink-0 flex-col border-border border-b lg:min-h-0 lg:border-r lg:border-b-0">
          <div className="h-64 lg:h-auto lg:min-h-0 lg:flex-1">
            <Graph
              document={document}
              view={view}
              selectedEdge={null}
              label="The graph as it runs"
              isReadOnly
              onSelect={(ids) => setChosen(ids.at(-1) ?? null)}
            />
          </div>
          {run.rows.length > 0 && <TraceList run={run} chosen={chosen} onChoose={setChosen} />}
        </div>
        <div className="flex-1 bg-surface lg:min-h-0 lg:overflow-y-auto">
          <section aria-label="Request" className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
            <form
              className="grid gap-4"
              onSubmit={(event) => {
                event.preventDefault();
                if (run.status === "running" || disabledReason || missing.length > 0) return;
                setChosen(null);
                start({ flow: document.flow, projectId, workflowId, request: values, isDryRun });
              }}
            >
              <h2 className="font-medium text-muted text-xs uppercase tracking-wide">Request</h2>
              <RequestForm input={input} value={values} onChange={setValues} />
              <div className="flex items-center gap-2">
                <Switch id="dry-run" checked={isDryRun} onCheckedChange={setDryRun} />
                <label htmlFor="dry-run" className="font-medium">
                  Dry run
                </label>
                <span className="text-muted text-xs">Keeps no record; calls are made all the same.</span>
              </div>
              {run.status === "running" ? (
                <Button key="stop" onClick={stop}>
                  <Square aria-hidden />
                  Stop
                </Button>
              ) : (
                <Button
                  key="run"
                  variant="primary"
                  type="submit"
                  disabledReason={
                    disabledReason ?? (missing.length > 0 ? `Fill in ${missing.join(", ")} first.` : undefined)
                  }
                >
                  <Play aria-hidden />
                  Run
                </Button>
              )}
            </form>
            {row ? (
              <NodeDetails key={row.key} name={row.nodeName} run={row.run} onClose={() => setChosen(null)} />
            ) : (
              <Outcome document={document} run={run} projectId={projectId} isRecorded={!isDryRun} />
            )}
          </section>
        </div>
      </div>
    </div>
  );
}

/** Whatever Output gave; a run's output may be that alone or the results of all nodes. */
export function answerOf(output: Json, document: WorkflowDocument): Json {
  const end = document.flow.nodes.find(({ type }) => type === OUTPUT_TYPE);
  const result = end && isObject(output) ? output[end.id] : undefined;
  return isObject(result) && "status" in result && "output" in result ? (result.output as Json) : output;
}

function Outcome({
  document,
  run,
  projectId,
  isRecorded,
}: {
  document: WorkflowDocument;
  run: RunState;
  projectId: string;
  isRecorded: boolean;
}) {
  if (run.status === "idle") return null;
  const streaming = [...run.nodes.values()].filter(({ text, status }) => text !== "" && status === "running");
  const answer = answerOf(run.output, document);
  return (
    <section
      aria-label="Result"
      aria-live="polite"
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-border border-t pt-4"
    >
      <h2 className="font-medium text-muted text-xs uppercase tracking-wide">Result</h2>
      {run.status === "running" && streaming.length === 0 && <p className="text-muted">Running…</p>}
      {streaming.map(({ nodeId, text }) => (
        <div key={nodeId} className="grid gap-1">
          <span className="font-mono text-muted text-xs">{nodeId}</span>
          <p className="whitespace-pre-wrap break-words">{text}</p>
        </div>
      ))}
      {run.status === "completed" && <Answer value={answer} />}
      {run.status === "canceled" && <Notice>Stopped. What had finished is in the trace.</Notice>}
      {run.error && (
        <Notice tone="danger">
          <p className="break-words">{run.error.message}</p>
          {Object.entries(run.error.details).map(([path, message]) => (
            <p key={path} className="break-words text-xs">
              <span className="font-mono">{path.replace(/^nodes\./, "")}</span> {message}
            </p>
          ))}
        </Notice>
      )}
      {isRecorded && run.runId && run.status !== "running" && (
        <Link
          href={`/projects/${projectId}/deployments`}
          className="inline-flex items-center gap-1 justify-self-start text-accent-text text-xs hover:underline"
        >
          Recorded as run {run.runId.slice(0, 8)}
          <ExternalLink aria-hidden className="size-3" />
        </Link>
      )}
    </section>
  );
}

/** Text as text; anything else as a tree. An object of texts shows each under its name. */
function Answer({ value }: { value: Json }) {
  const fields = isObject(value) ? Object.entries(value).filter(([, part]) => part !== null) : [];
  const isTexts = fields.length > 0 && fields.some(([, part]) => typeof part === "string");
  return (
    <Tabs
      label="Result as"
      tabs={[
        {
          value: "text",
          label: "Text",
          content: isTexts ? (
            <dl className="grid gap-3">
              {fields.map(([key, part]) => (
                <div key={key}>
                  <dt className="font-mono text-muted text-xs">{key}</dt>
                  <dd className="whitespace-pre-wrap break-words">
                    {typeof part === "string" ? part : JSON.stringify(part, null, 2)}
                  </dd>
                </div>
              ))}
            </dl>
          ) : (
            <p className="whitespace-pre-wrap break-words">
              {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
            </p>
          ),
        },
        { value: "json", label: "JSON", content: <JsonView value={value} label="Result" /> },
      ]}
    />
  );
}

function TraceList({
  run,
  chosen,
  onChoose,
}: {
  run: RunState;
  chosen: string | null;
  onChoose: (key: string) => void;
}) {
  const start = Math.min(...run.rows.flatMap((row) => row.run.startedAt ?? []));
  const span = Math.max(1, ...run.rows.map((row) => (row.run.startedAt ?? start) - start + (row.run.durationMs ?? 0)));
  return (
    <ScrollRegion label="Trace" className="max-h-52 shrink-0 border-border border-t bg-surface">
      <ol className="p-1">
        {run.rows.map(({ key, depth, nodeName, run: node }) => {
          const left = (((node.startedAt ?? start) - start) / span) * 100;
          const width = ((node.durationMs ?? 0) / span) * 100;
          return (
            <li key={key}>
              <button
                type="button"
                aria-current={key === chosen || (depth === 0 && node.nodeId === chosen)}
                onClick={() => onChoose(depth === 0 ? node.nodeId : key)}
                className="grid h-8 w-full grid-cols-[minmax(0,1fr)_minmax(32px,1fr)_72px_56px] items-center gap-2 sm:grid-cols-[minmax(120px,1fr)_minmax(80px,2fr)_80px_72px] sm:gap-3 rounded-md px-2 text-left hover:bg-hover aria-[current=true]:bg-hover"
              >
                <span className="flex min-w-0 items-center gap-2" style={{ paddingLeft: depth * 16 }}>
                  <StatusIcon status={node.status} />
                  <span className="truncate">{nodeName}</span>
                </span>
                <span aria-hidden className="relative h-1.5 rounded-full bg-sunken">
                  {node.startedAt !== null && (
                    <span
                      className={cn(
                        "absolute inset-y-0 min-w-0.5 rounded-full",
                        node.status === "failed"
                          ? "bg-failed"
                          : node.status === "succeeded"
                            ? "bg-succeeded"
                            : "bg-border-strong",
                      )}
                      style={{ left: `${Math.min(99, left)}%`, width: `${Math.min(100 - left, width)}%` }}
                    />
                  )}
                </span>
                <span className="tabular text-right text-muted text-xs">
                  {node.usage ? `${formatTokens(node.usage.tokens)} tokens` : ""}
                </span>
                <span className="tabular text-right text-muted text-xs">
                  {node.durationMs === null ? "" : formatDuration(node.durationMs)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </ScrollRegion>
  );
}

function NodeDetails({ name, run, onClose }: { name: string; run: NodeRun; onClose: () => void }) {
  const messages = messagesOf(run.prompt);
  const tabs = [
    ...(run.error ? [{ value: "error", label: "Error", content: <Notice tone="danger">{run.error}</Notice> }] : []),
    {
      value: "output",
      label: "Output",
      content:
        run.output === null && run.text !== "" ? (
          <p className="whitespace-pre-wrap break-words">{run.text}</p>
        ) : (
          <JsonView value={run.output} label="Output" />
        ),
    },
    { value: "input", label: "Input", content: <JsonView value={run.input} label="Input" /> },
    ...(messages?.length
      ? [{ value: "prompt", label: "Prompt", content: <PromptMessages messages={messages} /> }]
      : []),
    ...(run.info === null
      ? []
      : [{ value: "details", label: "Details", content: <JsonView value={run.info} label="Details" /> }]),
  ];
  return (
    <section
      aria-label={`${name} in this run`}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-border border-t pt-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold">{name}</h2>
        <StatusBadge status={run.status} />
        {run.durationMs !== null && (
          <span className="tabular text-muted text-xs">{formatDuration(run.durationMs)}</span>
        )}
        {run.usage && (
          <span className="tabular text-muted text-xs">
            {run.usage.model} · {formatTokens(run.usage.tokens)} tokens
            {run.usage.cost !== null && ` · ${formatMoney(run.usage.cost)}`}
          </span>
        )}
        <span className="flex-1" />
        <Button size="sm" variant="ghost" onClick={onClose}>
          Result
        </Button>
      </div>
      <Tabs key={run.status} label="Details of the node" tabs={tabs} />
    </section>
  );
}
