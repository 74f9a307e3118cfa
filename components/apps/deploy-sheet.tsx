"use client";

import Link from "next/link";
import { type FormEvent, useEffect, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { failureOf, useSubmit } from "@/components/form/use-submit";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input, Textarea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { type App, createApp, deployApp, listApps } from "@/lib/apps/contract";
import { call } from "@/lib/http/call";
import { listWorkflowVersions, type WorkflowVersionSummary } from "@/lib/workflows/contract";
import { AccessChoice, type AccessType } from "./access-choice";

export type DeploySheetProps = {
  projectId: string;
  workflowId: string;
  workflowName: string;
  isDirty: boolean;
  onClose: () => void;
};

/** Puts a version behind an address: of a new app, or of one that serves this workflow already. */
export function DeploySheet({ projectId, workflowId, workflowName, isDirty, onClose }: DeploySheetProps) {
  const [apps, setApps] = useState<readonly App[]>([]);
  const [versions, setVersions] = useState<readonly WorkflowVersionSummary[]>([]);
  const [versionId, setVersionId] = useState("");
  const [name, setName] = useState(workflowName);
  const [description, setDescription] = useState("");
  const [access, setAccess] = useState<AccessType>("private");
  const [problem, setProblem] = useState<string | null>(null);
  const [deployed, setDeployed] = useState<App | null>(null);
  const { submit, isPending, failure } = useSubmit(createApp, setDeployed);
  const redeploy = useSubmit(deployApp);

  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    Promise.all([
      call(listApps, { query: { project_id: projectId, workflow_id: workflowId, page_size: 100 }, signal }),
      call(listWorkflowVersions, { params: { workflow_id: workflowId }, query: { page_size: 100 }, signal }),
    ])
      .then(([foundApps, foundVersions]) => {
        const open = foundVersions.items.filter(({ archived_at }) => archived_at === null);
        setApps(foundApps.items);
        setVersions(open);
        setVersionId(open[0]?.id ?? "");
      })
      .catch((thrown: unknown) => {
        if (!signal.aborted) setProblem(failureOf(thrown).message);
      });
    return () => abort.abort();
  }, [projectId, workflowId]);

  const version = versions.find(({ id }) => id === versionId);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit({
      name,
      description,
      project_id: projectId,
      workflow_id: workflowId,
      workflow_version_id: versionId || null,
      access_control: { access_type: access },
    });
  }

  async function put(app: App) {
    const after = await redeploy.submit({ workflow_version_id: versionId || null }, { params: { app_id: app.id } });
    if (!after) return;
    setApps((known) => known.map((each) => (each.id === after.id ? after : each)));
    toast.success(`${after.name} serves v${after.workflow_version.version} now`);
  }

  if (deployed) {
    return (
      <Sheet open onOpenChange={onClose} title="Deployed" description={`${deployed.name} answers calls.`}>
        <div className="grid gap-4">
          <Field label="Address">
            {(control) => <Input {...control} readOnly value={deployed.url} className="font-mono text-xs" />}
          </Field>
          <Link className="text-accent-text hover:underline" href={`/projects/${projectId}/deployments/${deployed.id}`}>
            Open {deployed.name}: snippets, monitoring and traces
          </Link>
        </div>
      </Sheet>
    );
  }

  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Deploy"
      description="An app answers at an address of its own and keeps its version until you redeploy it."
      isDirty={description !== ""}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="deploy-new" isPending={isPending}>
            Deploy new app
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        {problem && <Notice tone="danger">{problem}</Notice>}
        {isDirty && (
          <Notice tone="warning">Unsaved changes are not part of any version: save them first to deploy them.</Notice>
        )}
        <Field label="Version">
          {(control) => (
            <Select
              id={control.id}
              value={versionId}
              options={versions.map((each) => ({
                value: each.id,
                label: `v${each.version}`,
                description: each.description || undefined,
              }))}
              onValueChange={setVersionId}
            />
          )}
        </Field>
        {apps.length > 0 && (
          <section aria-label="Apps of this workflow" className="grid gap-2">
            <h3 className="font-medium">Apps of this workflow</h3>
            {redeploy.failure && <Notice tone="danger">{redeploy.failure.message}</Notice>}
            <ul className="divide-y divide-border rounded-lg border border-border">
              {apps.map((app) => (
                <li key={app.id} className="flex items-center gap-2 px-3 py-2">
                  <Link
                    href={`/projects/${projectId}/deployments/${app.id}`}
                    className="min-w-0 flex-1 truncate font-medium hover:underline"
                  >
                    {app.name}
                  </Link>
                  <Badge tone="outline">v{app.workflow_version.version}</Badge>
                  <Button
                    size="sm"
                    isPending={redeploy.isPending}
                    disabledReason={
                      app.workflow_version.id === versionId ? "It serves this version already." : undefined
                    }
                    onClick={() => void put(app)}
                  >
                    Redeploy{version ? ` v${version.version}` : ""}
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <form id="deploy-new" onSubmit={onSubmit} className="grid gap-4 border-border border-t pt-4">
          <h3 className="font-medium">New app</h3>
          <Field label="App name" error={failure?.fields.name}>
            {(control) => (
              <Input {...control} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
          <Field label="Description" isOptional error={failure?.fields.description}>
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                maxLength={512}
                value={description}
                onChange={(event) => setDescription(event.target.value)}
              />
            )}
          </Field>
          <AccessChoice value={access} onChange={setAccess} />
          <FormFailure failure={failure} />
        </form>
      </div>
    </Sheet>
  );
}
