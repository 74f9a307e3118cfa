"use client";

import { Check, FlaskConical, KeyRound, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { AccessKeyDialog } from "@/components/access-keys/access-key-dialog";
import { KEY_VARIABLE, snippetsOf } from "@/components/apps/snippets";
import { NewConnectionSheet } from "@/components/connections/connection-sheet";
import { SAMPLE_LABEL, SampleBadge } from "@/components/connections/sample-badge";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { cn } from "@/components/ui/cn";
import { CodeBlock } from "@/components/ui/code-block";
import { CreateWorkflowDialog } from "@/components/workflows/create-workflow-dialog";
import type { App } from "@/lib/apps/contract";
import { type Connection, type ConnectionType, createSampleConnection } from "@/lib/connections/contract";
import type { Json } from "@/lib/core/json";
import type { Project } from "@/lib/projects/contract";
import type { WorkflowSummary } from "@/lib/workflows/contract";
import { whyNotEdit } from "./why-not";

export type FirstRunProps = {
  project: Project;
  /** Of models. */
  connections: readonly Connection[];
  /** Of models. */
  types: readonly ConnectionType[];
  offersSample: boolean;
  /** The one edited last. */
  workflow: WorkflowSummary | null;
  isTested: boolean;
  app: App | null;
  /** What the app's Input takes, for the call. */
  sampleInput: Readonly<Record<string, Json>>;
};

/** From the empty project to the traced run, step by step; what is done ticks itself off. */
export function FirstRun(props: FirstRunProps) {
  const { project, connections, types, offersSample, workflow, isTested, app, sampleInput } = props;
  const router = useRouter();
  const [open, setOpen] = useState<"connection" | "workflow" | "key" | null>(null);
  const [key, setKey] = useState<string | null>(null);
  const sample = useSubmit(createSampleConnection, () => router.refresh());
  const reason = whyNotEdit(project);
  const base = `/projects/${project.id}`;
  const connection = connections.find(({ status }) => status === "active");
  const canvas = workflow && `${base}/agents/${workflow.id}`;
  // A dry run leaves no record; whoever has deployed has seen it run, or chose not to.
  const done = [connection !== undefined, workflow !== null, isTested || app !== null, app !== null, false];
  const current = done.indexOf(false);
  const steps: readonly Omit<StepProps, "number" | "state">[] = [
    {
      title: "Add a model connection",
      text: connection
        ? undefined
        : offersSample
          ? "Paste the key of a model provider, or try everything first with the built-in stand-in, which needs none."
          : "Paste the key of a model provider. It is sealed and never shown again.",
      result: connection && (
        <>
          {connection.name} {connection.is_sample && !connection.name.includes(SAMPLE_LABEL) && <SampleBadge />}
        </>
      ),
      action: (
        <>
          {offersSample && (
            <Button
              variant="primary"
              disabledReason={reason}
              isPending={sample.isPending}
              onClick={() => void sample.submit({ project_id: project.id })}
            >
              <FlaskConical aria-hidden />
              Use the sample model (no AI)
            </Button>
          )}
          <Button
            variant={offersSample ? "secondary" : "primary"}
            disabledReason={reason}
            onClick={() => setOpen("connection")}
          >
            <KeyRound aria-hidden />
            Paste a key
          </Button>
          {sample.failure && (
            <p role="alert" className="basis-full text-failed text-xs">
              {sample.failure.message}
            </p>
          )}
        </>
      ),
    },
    {
      title: "Create an agent",
      text: "Take the starter “Answer and route”: it is wired and runs as it is. Or begin blank.",
      result: workflow?.name,
      action: (
        <Button variant="primary" disabledReason={reason} onClick={() => setOpen("workflow")}>
          <Plus aria-hidden />
          New agent
        </Button>
      ),
    },
    {
      title: "Test it",
      text: "Open the canvas, press Test, ask a question, and watch the nodes run.",
      result: isTested ? "It has run" : "Deployed without a recorded test",
      action: canvas && (
        <ButtonLink variant="primary" href={canvas}>
          Open the canvas
        </ButtonLink>
      ),
    },
    {
      title: "Save and deploy it",
      text: "Save makes version 1; Deploy gives it an address of its own.",
      result: app?.name,
      action: canvas && (
        <ButtonLink variant="primary" href={canvas}>
          Open the canvas
        </ButtonLink>
      ),
    },
    {
      title: "Call it",
      text: "Make an Access Key, paste this into a terminal, and read the trace of your call.",
      body: app && (
        <CodeBlock
          label="curl command"
          code={[
            ...(app.access_control.access_type === "public"
              ? []
              : [`export ${KEY_VARIABLE}=${key ?? "dynamiq_acc_…"}`]),
            snippetsOf({
              url: app.url,
              isPublic: app.access_control.access_type === "public",
              input: sampleInput,
              isStreamed: false,
            })[0]?.code,
          ].join("\n")}
        />
      ),
      action: app && (
        <>
          {app.access_control.access_type === "private" && (
            <Button variant={key ? "secondary" : "primary"} onClick={() => setOpen("key")}>
              <KeyRound aria-hidden />
              Make an Access Key
            </Button>
          )}
          <Button onClick={() => router.refresh()}>I have called it</Button>
          <ButtonLink variant="ghost" href={`${base}/deployments/${app.id}`}>
            Open the app
          </ButtonLink>
        </>
      ),
    },
  ];

  return (
    <section aria-label="First steps">
      <ol className="divide-y divide-border rounded-lg border border-border bg-surface">
        {steps.map((step, index) => (
          <Step
            key={step.title}
            {...step}
            number={index + 1}
            state={done[index] ? "done" : index === current ? "current" : "later"}
          />
        ))}
      </ol>
      <NewConnectionSheet
        projectId={project.id}
        types={types}
        open={open === "connection"}
        onOpenChange={() => setOpen(null)}
      />
      <CreateWorkflowDialog
        projectId={project.id}
        connections={connections}
        open={open === "workflow"}
        onClose={() => setOpen(null)}
      />
      <AccessKeyDialog
        orgId={project.org_id}
        projects={[project]}
        open={open === "key"}
        onClose={() => setOpen(null)}
        onMade={setKey}
      />
    </section>
  );
}

type StepProps = {
  number: number;
  title: string;
  /** What to do. */
  text?: ReactNode;
  /** What came of it. */
  result?: ReactNode;
  body?: ReactNode;
  action: ReactNode;
  state: "done" | "current" | "later";
};

function Step({ number, title, text, result, body, action, state }: StepProps) {
  return (
    <li className="flex gap-3.5 px-4 py-4 sm:px-5" aria-current={state === "current" ? "step" : undefined}>
      <span
        aria-hidden
        className={cn(
          "tabular mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full font-medium text-xs",
          state === "done" && "bg-succeeded/15 text-succeeded",
          state === "current" && "bg-accent text-accent-contrast",
          state === "later" && "border border-border text-muted",
        )}
      >
        {state === "done" ? <Check className="size-3.5" strokeWidth={2.5} /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h2
          className={cn("flex min-h-7 items-center gap-2 font-semibold text-base", state === "later" && "text-muted")}
        >
          {title}
          <span className="sr-only">{state === "done" ? ", done" : ""}</span>
        </h2>
        {state === "done" ? <p className="text-muted">{result}</p> : text && <p className="text-muted">{text}</p>}
        {state === "current" && body && <div className="mt-3">{body}</div>}
        {state === "current" && <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
      </div>
    </li>
  );
}
