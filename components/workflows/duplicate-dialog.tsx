"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { duplicateWorkflow, type WorkflowSummary } from "@/lib/workflows/contract";

export function DuplicateDialog({ workflow, onClose }: { workflow: WorkflowSummary; onClose: () => void }) {
  const router = useRouter();
  const { submit, isPending, failure } = useSubmit(duplicateWorkflow, ({ id, project_id }) => {
    router.push(`/projects/${project_id}/agents/${id}`);
  });

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void submit({ name: new FormData(event.currentTarget).get("name") }, { params: { workflow_id: workflow.id } });
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Save as new"
      description={`From ${workflow.latest_version === null ? "the draft" : `v${workflow.latest_version}`} of ${workflow.name}.`}
    >
      <form noValidate onSubmit={onSubmit} className="grid gap-4">
        <Field label="Name" error={failure?.fields.name}>
          {(control) => (
            <Input {...control} name="name" autoComplete="off" autoFocus defaultValue={`${workflow.name} copy`} />
          )}
        </Field>
        <FormFailure failure={failure} />
        <div className="flex justify-end">
          <Button type="submit" variant="primary" isPending={isPending}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
