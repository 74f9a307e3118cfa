import type { ReactNode } from "react";
import { AppTabs } from "@/components/apps/app-tabs";
import { AuthorizationBadge } from "@/components/apps/authorization-badge";
import { Redeploy } from "@/components/apps/redeploy";
import { whyNotEdit } from "@/components/projects/why-not";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { getProject } from "@/lib/projects/service";
import { listWorkflowVersions } from "@/lib/workflows/service";
import { pageApp } from "./page-app";

type AppLayoutProps = { children: ReactNode; params: Promise<{ projectId: string; appId: string }> };

export default async function AppLayout({ children, params }: AppLayoutProps) {
  const { projectId, appId } = await params;
  const { ctx, app } = await pageApp(projectId, appId);
  const [project, versions] = await Promise.all([
    getProject(ctx, projectId),
    listWorkflowVersions(ctx, app.workflow_id, { page: 1, page_size: 100 }),
  ]);
  const base = `/projects/${projectId}/deployments/${appId}`;
  return (
    <Page>
      <PageHeader
        title={app.name}
        breadcrumbs={[{ label: "Deployments", href: `/projects/${projectId}/deployments` }]}
        description={app.description || undefined}
        meta={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
            <span className="flex items-center gap-1">
              <span className="text-muted">Hostname</span>
              <code className="break-all font-mono">{app.hostname}</code>
              <CopyButton text={app.url} label="Copy the address" />
            </span>
            <span className="flex items-center gap-1.5">
              <span className="text-muted">Authorization</span>
              <AuthorizationBadge accessType={app.access_control.access_type} />
            </span>
            <span className="tabular">
              <span className="text-muted">Version</span> v{app.workflow_version.version}
            </span>
            {app.archived_at && <Badge>Archived</Badge>}
          </span>
        }
        action={
          <Redeploy
            key={app.workflow_version_id}
            app={app}
            versions={versions.items.filter(({ archived_at }) => archived_at === null)}
            disabledReason={whyNotEdit(project) ?? (app.archived_at ? "Bring the app back first." : undefined)}
          />
        }
      />
      <AppTabs base={base} />
      {children}
    </Page>
  );
}
