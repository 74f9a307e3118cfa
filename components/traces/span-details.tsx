"use client";

import { SquareArrowOutUpRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { formatCount, formatDuration, formatMoney } from "@/components/ui/format";
import { JsonView } from "@/components/ui/json-view";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Tabs } from "@/components/ui/tabs";
import type { Json } from "@/lib/core/json";
import type { TraceRun } from "@/lib/traces/contract";
import { PromptMessages } from "./prompt-messages";
import { durationOf } from "./rows";
import { errorTextOf, messagesOf, nodeOf, standingOf, usageOf } from "./span";

export type SpanDetailsProps = {
  run: TraceRun;
  now: number;
  /** Where a node stands on the canvas, at the version that ran; left out where there is no such place. */
  nodeHref?: ((nodeId: string) => string) | undefined;
};

/** One line of a trace in full. Mount it with the line's id as key: its tabs begin anew with each line. */
export function SpanDetails({ run, now, nodeHref }: SpanDetailsProps) {
  const node = nodeOf(run);
  const prompt = messagesOf(run.metadata.prompt);
  const error = errorTextOf(run.error);
  const tabs = [
    {
      value: "output",
      label: "Output",
      content: <Value value={run.output} label="Output" empty="It put nothing out." />,
    },
    {
      value: "input",
      label: "Input",
      content: <Value value={run.input} label="Input" empty="It was given nothing." />,
    },
    ...(prompt ? [{ value: "prompt", label: "Prompt", content: <PromptMessages messages={prompt} /> }] : []),
    { value: "metadata", label: "Metadata", content: <Metadata run={run} /> },
    ...(error ? [{ value: "error", label: "Error", content: <JsonView value={run.error} label="Error" /> }] : []),
  ];
  return (
    <section aria-label={`Details of ${run.name}`} className="flex min-h-0 flex-col gap-3 p-4">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 break-words font-semibold text-base">{run.name}</h3>
        <StatusBadge status={standingOf(run)} />
        {node && nodeHref && (
          <Link
            href={nodeHref(node.id)}
            className="inline-flex items-center gap-1 text-accent-text text-xs hover:underline"
          >
            Open on canvas <SquareArrowOutUpRight aria-hidden className="size-3" />
          </Link>
        )}
      </header>
      <Facts run={run} now={now} />
      {error && (
        <p
          role="note"
          className="break-words rounded-lg border border-failed/40 bg-sunken px-3 py-2 text-failed text-sm"
        >
          {error}
        </p>
      )}
      <Tabs label="Parts of this step" tabs={tabs} defaultValue={error ? "error" : "output"} contentClassName="pt-3" />
    </section>
  );
}

function Facts({ run, now }: { run: TraceRun; now: number }) {
  const usage = usageOf(run);
  const type = nodeOf(run)?.type?.split(".").at(-1) ?? run.type;
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
      <Fact name="Type">{type}</Fact>
      <Fact name="Started">
        <RelativeTime time={run.start_time} />
      </Fact>
      <Fact name="Took">{formatDuration(durationOf(run, now))}</Fact>
      {usage?.model && <Fact name="Model">{usage.model}</Fact>}
      {usage && (
        <Fact name="Tokens">
          {formatCount(usage.prompt_tokens)} in · {formatCount(usage.completion_tokens)} out
        </Fact>
      )}
      {usage && <Fact name="Cost">{usage.cost === null ? "price not known" : formatMoney(usage.cost)}</Fact>}
      {run.executions.length > 1 && <Fact name="Attempts">{run.executions.length}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

function Value({ value, label, empty }: { value: Json; label: string; empty: string }) {
  return value === null ? <p className="text-muted text-sm">{empty}</p> : <JsonView value={value} label={label} />;
}

function Metadata({ run }: { run: TraceRun }) {
  return (
    <div className="grid gap-3">
      <p className="flex items-center gap-1 text-muted text-xs">
        Step id <code className="font-mono">{run.id}</code> <CopyButton text={run.id} label="Copy the step's id" />
      </p>
      <JsonView value={run.metadata} label="Metadata" />
      {run.executions.length > 0 && <JsonView value={run.executions} label="Attempts" openDepth={1} />}
    </div>
  );
}
