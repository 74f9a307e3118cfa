"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { RadioCards } from "@/components/ui/radio-cards";
import { Select } from "@/components/ui/select";
import type { Connection } from "@/lib/connections/contract";
import { createWorkflow } from "@/lib/workflows/contract";
import { answerAndRoute } from "./starters";

export type CreateWorkflowDialogProps = {
  projectId: string;
  /** Of models. */
  connections: readonly Connection[];
  open: boolean;
  onClose: () => void;
};

export function CreateWorkflowDialog({ projectId, connections, open, onClose }: CreateWorkflowDialogProps) {
  const [isDirty, setDirty] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={() => {
        setDirty(false);
        onClose();
      }}
      title="New agent"
      description="It opens on the canvas as a draft."
      isDirty={isDirty}
    >
      <CreateWorkflowForm projectId={projectId} connections={connections} onDirty={() => setDirty(true)} />
    </Dialog>
  );
}

type CreateWorkflowFormProps = Pick<CreateWorkflowDialogProps, "projectId" | "connections"> & { onDirty: () => void };

function CreateWorkflowForm({ projectId, connections, onDirty }: CreateWorkflowFormProps) {
  const router = useRouter();
  const usable = connections.filter(({ status }) => status === "active");
  const [starter, setStarter] = useState(usable.length > 0 ? "route" : "blank");
  const [connectionId, setConnectionId] = useState(usable[0]?.id ?? "");
  const { submit, isPending, failure } = useSubmit(createWorkflow, ({ id }) => {
    router.push(`/projects/${projectId}/agents/${id}`);
  });
  const connection = usable.find(({ id }) => id === connectionId);
  const needsConnection = starter === "route" && !connection;

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const flow =
      starter === "route" && connection
        ? answerAndRoute(crypto.randomUUID(), connection, `${location.origin}/healthz`)
        : undefined;
    const name = new FormData(event.currentTarget).get("name");
    void submit({ project_id: projectId, name, ...(flow && { flow }) });
  }

  return (
    <form noValidate onSubmit={onSubmit} onChange={onDirty} className="grid gap-4">
      <Field label="Name" error={failure?.fields.name}>
        {(control) => <Input {...control} name="name" autoComplete="off" placeholder="Support desk" autoFocus />}
      </Field>
      <RadioCards
        label="Start from"
        value={starter}
        onValueChange={setStarter}
        options={[
          {
            value: "route",
            label: "Answer and route",
            description: "Input → LLM → Choice → LLM or HTTP API call → Output. Runs as it is.",
          },
          { value: "blank", label: "Blank", description: "Input and Output; the rest is yours." },
        ]}
      />
      {starter === "route" && usable.length > 0 && (
        <Field label="Model connection">
          {(control) => (
            <Select
              {...control}
              value={connectionId}
              onValueChange={setConnectionId}
              options={usable.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Field>
      )}
      {needsConnection && (
        <Notice tone="warning">This starter needs a model connection that is active. Add one first.</Notice>
      )}
      <FormFailure failure={failure} />
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          isPending={isPending}
          disabledReason={needsConnection ? "Add a model connection first." : undefined}
        >
          Create agent
        </Button>
      </div>
    </form>
  );
}
