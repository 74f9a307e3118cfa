import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Editor } from "@/components/canvas/editor";
import { whyNotEdit } from "@/components/projects/why-not";
import { pageContext } from "@/lib/auth/page-context";
import { listConnections } from "@/lib/connections/service";
import { getProject } from "@/lib/projects/service";
import { getWorkflow, getWorkflowVersion } from "@/lib/workflows/service";
import { orNotFound } from "../../../../or-not-found";

type Props = PageProps<"/projects/[projectId]/agents/[workflowId]">;

const text = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

export const metadata: Metadata = { title: "Agent" };

/** `?node=` opens a node; `?version=` shows the version in which it ran. */
export default async function WorkflowPage({ params, searchParams }: Props) {
  const { projectId, workflowId } = await params;
  const query = await searchParams;
  const ctx = await pageContext();
  const versionId = text(query.version);
  const [project, workflow, connections, version] = await orNotFound(
    Promise.all([
      getProject(ctx, projectId),
      getWorkflow(ctx, workflowId),
      listConnections(ctx, { project_id: projectId, page: 1, page_size: 500, sort: [["name", "asc"]] }),
      versionId === undefined ? undefined : getWorkflowVersion(ctx, workflowId, versionId),
    ]),
  );
  if (workflow.project_id !== projectId) notFound();
  const editReason = whyNotEdit(project);
  return (
    <Editor
      key={workflow.id}
      workflow={workflow}
      connections={connections.items}
      editReason={editReason}
      version={version?.version === workflow.latest_version ? undefined : version}
      nodeId={text(query.node)}
    />
  );
}
