"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Input, Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { type App, archiveApp, deleteApp, unarchiveApp, updateApp } from "@/lib/apps/contract";
import { AccessChoice } from "./access-choice";

export type AppSettingsProps = { app: App; disabledReason?: string | undefined };

/** Name, description, who may call, and the end of an app. */
export function AppSettings({ app, disabledReason }: AppSettingsProps) {
  return (
    <div className="grid max-w-xl gap-10">
      <General key={app.updated_at} app={app} disabledReason={disabledReason} />
      <Ending app={app} disabledReason={disabledReason} />
    </div>
  );
}

function General({ app, disabledReason }: AppSettingsProps) {
  const router = useRouter();
  const [name, setName] = useState(app.name);
  const [description, setDescription] = useState(app.description);
  const [accessType, setAccessType] = useState(app.access_control.access_type);
  const { submit, isPending, failure } = useSubmit(updateApp, () => {
    toast.success("Saved");
    router.refresh();
  });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit({ name, description, access_control: { access_type: accessType } }, { params: { app_id: app.id } });
  }

  return (
    <form onSubmit={onSubmit} className="grid gap-4">
      <Field label="Name" error={failure?.fields.name}>
        {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label="Description" isOptional error={failure?.fields.description}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <AccessChoice value={accessType} onChange={setAccessType} />
      <FormFailure failure={failure} />
      <div>
        <Button variant="primary" type="submit" isPending={isPending} disabledReason={disabledReason}>
          Save
        </Button>
      </div>
    </form>
  );
}

function Ending({ app, disabledReason }: AppSettingsProps) {
  const router = useRouter();
  const [asked, setAsked] = useState<"archive" | "delete" | null>(null);
  const isArchived = app.archived_at !== null;
  const done = (message: string) => () => {
    toast.success(message);
    setAsked(null);
    router.refresh();
  };
  const archive = useSubmit(isArchived ? unarchiveApp : archiveApp, done(isArchived ? "It answers again" : "Archived"));
  const remove = useSubmit(deleteApp, () => {
    toast.success(`“${app.name}” is deleted`);
    router.push(`/projects/${app.project_id}/deployments`);
    router.refresh();
  });
  const at = { params: { app_id: app.id } };
  return (
    <section className="grid gap-3 border-border border-t pt-6">
      <h2 className="font-semibold text-base">{isArchived ? "Archived" : "End of life"}</h2>
      <p className="text-muted">
        {isArchived
          ? "The app does not answer. What it recorded is kept."
          : "An archived app no longer answers and can be brought back. A deleted one is gone with its runs and traces."}
      </p>
      <div className="flex gap-2">
        <Button
          disabledReason={disabledReason}
          isPending={archive.isPending}
          onClick={() => (isArchived ? void archive.submit(undefined, at) : setAsked("archive"))}
        >
          {isArchived ? "Bring back" : "Archive"}
        </Button>
        <Button variant="danger" disabledReason={disabledReason} onClick={() => setAsked("delete")}>
          Delete
        </Button>
      </div>
      <ConfirmDialog
        open={asked === "archive"}
        onOpenChange={(open) => !open && setAsked(null)}
        title={`Archive ${app.name}?`}
        confirmLabel="Archive"
        isPending={archive.isPending}
        error={archive.failure?.message}
        onConfirm={() => void archive.submit(undefined, at)}
      >
        Calls to {app.hostname} are answered with 404 until it is brought back.
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === "delete"}
        onOpenChange={(open) => !open && setAsked(null)}
        title={`Delete ${app.name}?`}
        confirmLabel="Delete"
        typeToConfirm={app.name}
        isPending={remove.isPending}
        error={remove.failure?.message}
        onConfirm={() => void remove.submit(undefined, at)}
      >
        Its address stops answering, and its deployments, runs and traces are deleted. This cannot be undone.
      </ConfirmDialog>
    </section>
  );
}
