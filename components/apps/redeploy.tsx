"use client";

import { Rocket } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { type App, deployApp } from "@/lib/apps/contract";
import type { WorkflowVersionSummary } from "@/lib/workflows/contract";

export type RedeployProps = {
  app: App;
  /** Newest first; archived ones left out. */
  versions: readonly WorkflowVersionSummary[];
  disabledReason?: string | undefined;
};

/** Puts another version on the app; its address stays. */
export function Redeploy({ app, versions, disabledReason }: RedeployProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [versionId, setVersionId] = useState(versions[0]?.id ?? "");
  const { submit, isPending, failure } = useSubmit(deployApp, (deployed) => {
    toast.success(`v${deployed.workflow_version.version} answers now`);
    setOpen(false);
    router.refresh();
  });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit({ workflow_version_id: versionId }, { params: { app_id: app.id } });
  }

  return (
    <>
      <Button variant="primary" disabledReason={disabledReason} onClick={() => setOpen(true)}>
        <Rocket aria-hidden /> Redeploy
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Redeploy ${app.name}`}
        description="The address and the keys stay. Callers get the old version or the new one, never a mix."
      >
        <form onSubmit={onSubmit} className="grid gap-4">
          <Field label="Version">
            {(control) => (
              <Select
                {...control}
                value={versionId}
                onValueChange={setVersionId}
                options={versions.map(({ id, version, description }) => ({
                  value: id,
                  label: `v${version}${id === app.workflow_version_id ? " (answers now)" : ""}`,
                  description: description || undefined,
                }))}
              />
            )}
          </Field>
          <FormFailure failure={failure} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" type="submit" isPending={isPending}>
              Redeploy
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
