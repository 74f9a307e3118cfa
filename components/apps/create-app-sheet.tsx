"use client";

import { Rocket } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { createApp } from "@/lib/apps/contract";
import type { WorkflowSummary } from "@/lib/workflows/contract";
import { AccessChoice, type AccessType } from "./access-choice";

export type CreateAppSheetProps = {
  projectId: string;
  /** Those that have a version; a draft has nothing to deploy. */
  workflows: readonly WorkflowSummary[];
  disabledReason?: string | undefined;
};

/** “Add new deployment”: puts the latest version of a workflow behind an address of its own. */
export function CreateAppSheet({ projectId, workflows, disabledReason }: CreateAppSheetProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" disabledReason={disabledReason} onClick={() => setOpen(true)}>
        <Rocket aria-hidden /> Add new deployment
      </Button>
      {isOpen && <CreateAppForm projectId={projectId} workflows={workflows} onClose={() => setOpen(false)} />}
    </>
  );
}

function CreateAppForm({
  projectId,
  workflows,
  onClose,
}: {
  projectId: string;
  workflows: readonly WorkflowSummary[];
  onClose: () => void;
}) {
  const router = useRouter();
  const [workflowId, setWorkflowId] = useState(workflows.length === 1 ? (workflows[0]?.id ?? "") : "");
  const [name, setName] = useState(workflows.length === 1 ? (workflows[0]?.name ?? "") : "");
  const [description, setDescription] = useState("");
  const [accessType, setAccessType] = useState<AccessType>("private");
  const { submit, isPending, failure } = useSubmit(createApp, (app) => {
    router.push(`/projects/${projectId}/deployments/${app.id}`);
    router.refresh();
  });

  function chooseWorkflow(id: string) {
    const chosen = workflows.find((workflow) => workflow.id === id);
    const wasSuggested = name === "" || workflows.some((workflow) => workflow.name === name);
    setWorkflowId(id);
    if (chosen && wasSuggested) setName(chosen.name);
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit({
      name,
      description,
      project_id: projectId,
      workflow_id: workflowId,
      access_control: { access_type: accessType },
    });
  }

  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add new deployment"
      description="A workflow app: a version of an agent, at an address of its own."
      isDirty={description !== ""}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="create-app" isPending={isPending}>
            Deploy
          </Button>
        </>
      }
    >
      <form id="create-app" onSubmit={onSubmit} className="grid gap-4">
        <Field
          label="Agent"
          error={failure?.fields.workflow_id && "Choose an agent."}
          hint="Its latest version is deployed."
        >
          {(control) => (
            <Select
              {...control}
              placeholder="Choose an agent"
              value={workflowId}
              onValueChange={chooseWorkflow}
              options={workflows.map(({ id, name: label, latest_version }) => ({
                value: id,
                label,
                description: `v${latest_version}`,
              }))}
            />
          )}
        </Field>
        <Field label="Name" error={failure?.fields.name}>
          {(control) => (
            <Input {...control} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label="Description" isOptional error={failure?.fields.description}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={512}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <AccessChoice value={accessType} onChange={setAccessType} />
        <FormFailure failure={failure} />
      </form>
    </Sheet>
  );
}
