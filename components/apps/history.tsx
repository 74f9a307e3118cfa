"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useSubmit } from "@/components/form/use-submit";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { ActionsTh, Table, TBody, Td, THead, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { type App, type Deployment, deployApp } from "@/lib/apps/contract";

export type HistoryProps = { app: App; deployments: readonly Deployment[]; disabledReason?: string | undefined };

/** What was on the app and when. Rolling back is deploying an earlier version again. */
export function History({ app, deployments, disabledReason }: HistoryProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState<Deployment | null>(null);
  const { submit, isPending, failure, reset } = useSubmit(deployApp, (deployed) => {
    toast.success(`v${deployed.workflow_version.version} answers now`);
    setChosen(null);
    router.refresh();
  });
  const current = app.workflow_version.version;
  const isBack = chosen !== null && chosen.workflow_version.version < current;

  function choose(deployment: Deployment) {
    reset();
    setChosen(deployment);
  }

  return (
    <>
      <Table label="History">
        <THead>
          <Tr>
            <Th>DETAILS</Th>
            <Th>STATUS</Th>
            <Th>CREATED BY</Th>
            <Th>RUNTIME</Th>
            <Th>DATE</Th>
            <ActionsTh />
          </Tr>
        </THead>
        <TBody>
          {deployments.map((deployment) => (
            <Tr key={deployment.id}>
              <Td>
                <span className="tabular font-medium">v{deployment.workflow_version.version}</span>
                {deployment.workflow_version.description && (
                  <span className="ml-2 text-muted">{deployment.workflow_version.description}</span>
                )}
              </Td>
              <Td>
                <span className="flex items-center gap-2">
                  <StatusBadge
                    status={deployment.status === "deployed" ? "succeeded" : "failed"}
                    label={deployment.status === "deployed" ? "Deployed" : "Failed"}
                  />
                  {deployment.is_current && <Badge tone="accent">Answers calls</Badge>}
                </span>
              </Td>
              <Td className="text-muted">{deployment.created_by?.name ?? "–"}</Td>
              <Td className="text-muted">{deployment.runtime.label}</Td>
              <Td className="whitespace-nowrap text-muted">
                <RelativeTime time={deployment.started_at} />
              </Td>
              <Td className="text-right">
                {!deployment.is_current && (
                  <Button size="sm" disabledReason={disabledReason} onClick={() => choose(deployment)}>
                    <RotateCcw aria-hidden />
                    {deployment.workflow_version.version < current ? "Roll back" : "Deploy"}
                    <span className="sr-only"> to v{deployment.workflow_version.version}</span>
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </TBody>
      </Table>
      <ConfirmDialog
        open={chosen !== null}
        onOpenChange={(open) => !open && setChosen(null)}
        title={`${isBack ? "Roll back" : "Deploy"} to v${chosen?.workflow_version.version}?`}
        confirmLabel={isBack ? "Roll back" : "Deploy"}
        tone="primary"
        isPending={isPending}
        error={failure?.message}
        onConfirm={() =>
          chosen && void submit({ workflow_version_id: chosen.workflow_version.id }, { params: { app_id: app.id } })
        }
      >
        Callers of “{app.name}” get v{chosen?.workflow_version.version} instead of v{current}. Runs that are under way
        end on v{current}.
      </ConfirmDialog>
    </>
  );
}
