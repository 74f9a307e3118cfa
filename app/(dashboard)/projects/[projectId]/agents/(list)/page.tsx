import type { Metadata } from "next";
import { Page } from "@/components/shell/page";
import { MODEL_CONNECTION_TYPES } from "@/components/workflows/starters";
import { WorkflowList } from "@/components/workflows/workflow-list";
import { pageContext } from "@/lib/auth/page-context";
import { listConnections } from "@/lib/connections/service";
import { getProject } from "@/lib/projects/service";
import { listWorkflows as contract } from "@/lib/workflows/contract";
import { listWorkflows } from "@/lib/workflows/service";
import { queryOf } from "../../../../query-of";

export const metadata: Metadata = { title: "Agents" };

export default async function AgentsPage({ params, searchParams }: PageProps<"/projects/[projectId]/agents">) {
  const { projectId } = await params;
  const search = await searchParams;
  const ctx = await pageContext();
  const [project, workflows, connections] = await Promise.all([
    getProject(ctx, projectId),
    listWorkflows(ctx, queryOf(contract, search, { project_id: projectId })),
    listConnections(ctx, {
      project_id: projectId,
      type: [...MODEL_CONNECTION_TYPES],
      page: 1,
      page_size: 100,
      sort: [["updated_at", "desc"]],
    }),
  ]);
  return (
    <Page>
      <WorkflowList
        project={project}
        workflows={workflows}
        connections={connections.items}
        isFiltered={Boolean(search.search || search.status)}
      />
    </Page>
  );
}
