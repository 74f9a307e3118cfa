import type { Metadata } from "next";
import { sampleInputOf } from "@/components/apps/sample-input";
import { FirstRun } from "@/components/projects/first-run";
import { ProjectOverview } from "@/components/projects/project-overview";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { MODEL_CONNECTION_TYPES } from "@/components/workflows/starters";
import { listAppRuns, listApps } from "@/lib/apps/service";
import { pageContext } from "@/lib/auth/page-context";
import { listConnections, listConnectionTypes } from "@/lib/connections/service";
import { sampleModelUrl } from "@/lib/process/sample-model";
import { getProject } from "@/lib/projects/service";
import { listTraces } from "@/lib/traces/service";
import { getWorkflowVersion, listWorkflows } from "@/lib/workflows/service";

export const metadata: Metadata = { title: "Overview" };

const FEW = { page: 1, page_size: 5 };

export default async function ProjectPage({ params }: PageProps<"/projects/[projectId]">) {
  const { projectId: project_id } = await params;
  const ctx = await pageContext();
  const [project, connections, types, workflows, apps, traces] = await Promise.all([
    getProject(ctx, project_id),
    listConnections(ctx, {
      project_id,
      type: [...MODEL_CONNECTION_TYPES],
      page: 1,
      page_size: 100,
      sort: [["updated_at", "desc"]],
    }),
    listConnectionTypes(),
    listWorkflows(ctx, { project_id, ...FEW, sort: [["updated_at", "desc"]] }),
    listApps(ctx, { project_id, ...FEW, archived: false, include_archived: false }),
    listTraces(ctx, { project_id, ...FEW }),
  ]);
  const [app] = apps.items;
  const [runs, version] = await Promise.all([
    Promise.all(apps.items.map(({ id }) => listAppRuns(ctx, id, { page: 1, page_size: 1 }))),
    app ? getWorkflowVersion(ctx, app.workflow_id, app.workflow_version_id) : null,
  ]);
  const isCalled = runs.some(({ pagination }) => pagination.total_count > 0);
  const isTested = traces.pagination.total_count > 0;
  return (
    <Page>
      <PageHeader
        title={project.name}
        description={isCalled ? undefined : "From here to an app that answers, with a trace of every call."}
      />
      <div className="grid gap-6">
        {!isCalled && (
          <FirstRun
            project={project}
            connections={connections.items}
            types={types.filter(({ type }) => MODEL_CONNECTION_TYPES.includes(type))}
            offersSample={sampleModelUrl() !== null}
            workflow={workflows.items[0] ?? null}
            isTested={isTested}
            app={app ?? null}
            sampleInput={version ? sampleInputOf(version.flow) : {}}
          />
        )}
        {(workflows.items.length > 0 || isCalled) && (
          <ProjectOverview projectId={project_id} workflows={workflows} apps={apps} traces={traces} />
        )}
      </div>
    </Page>
  );
}
