"use client";

import { Play, Square } from "lucide-react";
import Link from "next/link";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Field } from "@/components/form/field";
import { failureOf } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { formatDuration } from "@/components/ui/format";
import { Textarea } from "@/components/ui/input";
import { JsonView } from "@/components/ui/json-view";
import { StatusBadge } from "@/components/ui/status-badge";
import { Switch } from "@/components/ui/switch";
import { type App, invokeAppAsPerson } from "@/lib/apps/contract";
import { jsonEvents } from "@/lib/core/event-data";
import { isObject, type Json } from "@/lib/core/json";
import { request } from "@/lib/http/call";
import { type Answer, textOf, withFrame } from "./answer";

export type AppTestProps = {
  app: App;
  sampleInput: Readonly<Record<string, Json>>;
  disabledReason?: string | undefined;
};

type Outcome =
  | { kind: "running"; answer: Answer }
  | { kind: "done"; answer: Answer; durationMs: number }
  | { kind: "failed"; message: string; requestId: string | null };

/** Calls the app as a program would, with what one types. The run is recorded like any other. */
export function AppTest({ app, sampleInput, disabledReason }: AppTestProps) {
  const [text, setText] = useState(() => JSON.stringify(sampleInput, null, 2));
  const [isStreamed, setStreamed] = useState(true);
  const [fault, setFault] = useState<string>();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  async function run(input: Record<string, unknown>) {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    const startedAt = performance.now();
    let answer: Answer = { text: "", output: null, runId: null, traceId: null, error: null };
    setOutcome({ kind: "running", answer });
    try {
      const response = await request(invokeAppAsPerson, {
        params: { app_id: app.id },
        body: { input, stream: isStreamed },
        signal: controller.signal,
      });
      if (isStreamed) {
        if (response.body === null) throw new Error("The answer has no body.");
        for await (const frame of jsonEvents(response.body)) {
          answer = withFrame(answer, frame);
          setOutcome({ kind: "running", answer });
        }
      } else {
        answer = withFrame(answer, await response.json());
      }
      setOutcome({ kind: "done", answer, durationMs: performance.now() - startedAt });
    } catch (thrown) {
      if (controller.signal.aborted) return;
      const { message, requestId } = failureOf(thrown);
      setOutcome({ kind: "failed", message, requestId });
    }
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const input = parsed(text);
    setFault(input ? undefined : "Write the input as a JSON object.");
    if (input) void run(input);
  }

  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <form onSubmit={onSubmit} className="grid content-start gap-4">
        <Field label="Input" error={fault} hint="The fields of the agent's Input, as JSON.">
          {(control) => (
            <Textarea
              {...control}
              rows={10}
              spellCheck={false}
              className="font-mono text-xs"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is its control */}
        <label className="flex items-center gap-2">
          <Switch checked={isStreamed} onCheckedChange={setStreamed} /> Stream the answer
        </label>
        <div className="flex gap-2">
          <Button
            variant="primary"
            type="submit"
            disabledReason={disabledReason}
            isPending={outcome?.kind === "running"}
          >
            <Play aria-hidden /> Run
          </Button>
          {outcome?.kind === "running" && (
            <Button
              onClick={() => {
                abort.current?.abort();
                setOutcome(null);
              }}
            >
              <Square aria-hidden /> Stop watching
            </Button>
          )}
        </div>
      </form>
      <section aria-label="Answer" aria-live="polite" className="grid content-start gap-3">
        {outcome === null && <p className="text-muted">The answer appears here.</p>}
        {outcome?.kind === "failed" && (
          <ErrorState title="The call failed" message={outcome.message} requestId={outcome.requestId} />
        )}
        {(outcome?.kind === "running" || outcome?.kind === "done") && <Shown app={app} outcome={outcome} />}
      </section>
    </div>
  );
}

function Shown({ app, outcome }: { app: App; outcome: Extract<Outcome, { answer: Answer }> }) {
  const { answer } = outcome;
  const standing = outcome.kind === "running" ? "running" : answer.error ? "failed" : "succeeded";
  const text = textOf(answer);
  return (
    <>
      <p className="flex items-center gap-3">
        <StatusBadge status={standing} />
        {outcome.kind === "done" && (
          <span className="tabular text-muted text-xs">{formatDuration(outcome.durationMs)}</span>
        )}
        {answer.traceId && (
          <Link
            className="text-accent-text text-xs underline"
            href={`/projects/${app.project_id}/deployments/${app.id}/traces/${answer.traceId}`}
          >
            Open the trace
          </Link>
        )}
      </p>
      {answer.error && <p className="break-words text-failed">{answer.error}</p>}
      {text !== "" && (
        <p
          data-testid="answer"
          className="whitespace-pre-wrap break-words rounded-lg border border-border bg-surface p-3"
        >
          {text}
        </p>
      )}
      {outcome.kind === "done" && isObject(answer.output) && <JsonView value={answer.output} label="Output" />}
    </>
  );
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
