"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ExpiryField } from "@/components/form/expiry-field";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { KeyDialog } from "@/components/form/key-dialog";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { createAccessKey } from "@/lib/access-keys/contract";
import type { Project } from "@/lib/projects/contract";

export type AccessKeyDialogProps = {
  orgId: string;
  projects: readonly Project[];
  open: boolean;
  onClose: () => void;
  /** Told the key's text, besides the person. */
  onMade?: ((key: string) => void) | undefined;
};

export function AccessKeyDialog({ orgId, projects, open, onClose, onMade: onKey }: AccessKeyDialogProps) {
  return (
    <KeyDialog
      open={open}
      onClose={onClose}
      what="Access Key"
      title="New Access Key"
      description="For programs that call apps."
    >
      {({ onMade, onDirty }) => (
        <AccessKeyForm
          orgId={orgId}
          projects={projects}
          onMade={(key) => {
            onMade(key);
            onKey?.(key);
          }}
          onDirty={onDirty}
        />
      )}
    </KeyDialog>
  );
}

type AccessKeyFormProps = {
  orgId: string;
  projects: readonly Project[];
  onMade: (secret: string) => void;
  onDirty: () => void;
};

function AccessKeyForm({ orgId, projects, onMade, onDirty }: AccessKeyFormProps) {
  const router = useRouter();
  const [projectId, setProjectId] = useState("");
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const { submit, isPending, failure } = useSubmit(createAccessKey, ({ key }) => {
    onMade(key);
    router.refresh();
  });

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    void submit({ name, project_id: projectId || null, expires_at: expiresAt }, { params: { org_id: orgId } });
  }

  return (
    <form noValidate onSubmit={onSubmit} onChange={onDirty} className="grid gap-4">
      <Field label="Name" error={failure?.fields.name} hint="Which program uses it.">
        {(control) => <Input {...control} name="name" autoComplete="off" placeholder="website" autoFocus />}
      </Field>
      <Field label="Reaches" error={failure?.fields.project_id}>
        {(control) => (
          <Select
            {...control}
            value={projectId}
            onValueChange={setProjectId}
            options={[
              { value: "", label: "All projects of the organization" },
              ...projects.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Field>
      <ExpiryField onChange={setExpiresAt} error={failure?.fields.expires_at} />
      <FormFailure failure={failure} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isPending={isPending}>
          Create Access Key
        </Button>
      </div>
    </form>
  );
}
