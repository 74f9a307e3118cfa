"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import { Sheet } from "@/components/ui/sheet";
import { createProject, type Project, updateProject } from "@/lib/projects/contract";

export type ProjectSheetProps = {
  orgId: string;
  /** Left out: a new one. */
  project?: Project | undefined;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function ProjectSheet(props: ProjectSheetProps) {
  const { project, open, onOpenChange } = props;
  const formId = useId();
  const [isDirty, setDirty] = useState(false);
  const [isPending, setPending] = useState(false);
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => {
        setDirty(false);
        onOpenChange(next);
      }}
      title={project ? `Edit ${project.name}` : "New project"}
      isDirty={isDirty}
      footer={
        <Button type="submit" form={formId} variant="primary" isPending={isPending}>
          {project ? "Save" : "Create project"}
        </Button>
      }
    >
      <ProjectForm {...props} formId={formId} onDirty={() => setDirty(true)} onPending={setPending} />
    </Sheet>
  );
}

type ProjectFormProps = ProjectSheetProps & {
  formId: string;
  onDirty: () => void;
  onPending: (isPending: boolean) => void;
};

function ProjectForm({ orgId, project, onOpenChange, formId, onDirty, onPending }: ProjectFormProps) {
  const router = useRouter();
  const [visibility, setVisibility] = useState<string>(project?.visibility ?? "internal");
  const creating = useSubmit(createProject);
  const updating = useSubmit(updateProject);
  const failure = creating.failure ?? updating.failure;

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    onPending(true);
    const saved = project
      ? await updating.submit({ name, visibility }, { params: { project_id: project.id } })
      : await creating.submit({ org_id: orgId, name, visibility });
    onPending(false);
    if (!saved) return;
    if (project) onOpenChange(false);
    else router.push(`/projects/${saved.id}`);
    router.refresh();
  }

  return (
    <form id={formId} noValidate onSubmit={(event) => void onSubmit(event)} onChange={onDirty} className="grid gap-5">
      <Field label="Name" error={failure?.fields.name}>
        {(control) => (
          <Input
            {...control}
            name="name"
            defaultValue={project?.name ?? ""}
            autoComplete="off"
            placeholder="Support"
            autoFocus
          />
        )}
      </Field>
      <RadioCards
        label="Who may open it"
        value={visibility}
        onValueChange={(next) => {
          setVisibility(next);
          onDirty();
        }}
        options={[
          { value: "internal", label: "Internal", description: "Everyone in the organization can open and edit it." },
          {
            value: "private",
            label: "Private",
            description: "Owners, admins, and the people you add. You become its admin.",
          },
        ]}
      />
      <FormFailure failure={failure} />
    </form>
  );
}
