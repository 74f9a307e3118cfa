"use client";

import { useEffect, useRef, useState } from "react";
import { failureOf } from "@/components/form/use-submit";
import type { Json } from "@/lib/core/json";
import { request } from "@/lib/http/call";
import { type FlowDocument, testWorkflow } from "@/lib/workflows/contract";
import type { RequestValues } from "./request-form";
import { ended, framesOf, IDLE, type RunState, startRun, withFrame } from "./run-state";

type Start = {
  readonly flow: FlowDocument;
  readonly projectId: string;
  readonly workflowId: string;
  readonly request: RequestValues;
  readonly isDryRun: boolean;
};

export type TestRun = {
  readonly run: RunState;
  readonly start: (given: Start) => void;
  readonly stop: () => void;
  readonly reset: () => void;
};

/** A test of the graph as it stands, followed frame by frame. Leaving the view stops it. */
export function useTestRun(): TestRun {
  const [run, setRun] = useState<RunState>(IDLE);
  const current = useRef<AbortController | null>(null);

  useEffect(() => () => current.current?.abort(), []);

  async function follow(given: Start, abort: AbortController): Promise<void> {
    const { signal } = abort;
    let state = startRun(
      given.flow.nodes.map(({ id }) => id),
      Date.now(),
    );
    let isScheduled = false;
    const show = (next: RunState): void => {
      state = next;
      if (isScheduled) return;
      isScheduled = true;
      // Fragments come faster than a screen can show them: one drawing takes all that came meanwhile.
      requestAnimationFrame(() => {
        isScheduled = false;
        if (current.current === abort) setRun(state);
      });
    };
    show(state);
    try {
      const response = await request(testWorkflow, { body: formOf(given), signal });
      if (response.body === null) throw new Error("The answer has no body.");
      for await (const frame of framesOf(response.body)) show(withFrame(state, frame));
      if (state.status === "running") {
        show(
          ended(state, "failed", Date.now(), {
            error: {
              message: "The connection to the server broke off before the run ended. Run it again.",
              details: {},
            },
          }),
        );
      }
    } catch (thrown) {
      if (signal.aborted) {
        show(ended(state, "canceled", Date.now(), {}));
        return;
      }
      const { message, fields } = failureOf(thrown);
      show(ended(state, "failed", Date.now(), { error: { message, details: fields } }));
    }
  }

  return {
    run,
    start: (given) => {
      current.current?.abort();
      const abort = new AbortController();
      current.current = abort;
      void follow(given, abort);
    },
    stop: () => current.current?.abort(),
    reset: () => {
      current.current?.abort();
      current.current = null;
      setRun(IDLE);
    },
  };
}

function formOf({ flow, projectId, workflowId, request: { values, files }, isDryRun }: Start): FormData {
  const form = new FormData();
  form.set("flow", JSON.stringify(flow));
  form.set("input", JSON.stringify(values satisfies Readonly<Record<string, unknown>> as Record<string, Json>));
  form.set("project_id", projectId);
  form.set("workflow_id", workflowId);
  form.set("stream", "true");
  form.set("dry_run", String(isDryRun));
  // The API takes files under one name, whichever field of the form they were put into.
  for (const file of Object.values(files).flat()) form.append("files", file, file.name);
  return form;
}
