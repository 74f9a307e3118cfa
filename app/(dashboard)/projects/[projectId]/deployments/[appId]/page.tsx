import { Integration } from "@/components/apps/integration";
import { sampleInputOf } from "@/components/apps/sample-input";
import { getProject } from "@/lib/projects/service";
import { getWorkflowVersion } from "@/lib/workflows/service";
import { pageApp } from "./page-app";

export default async function IntegrationPage({ params }: PageProps<"/projects/[projectId]/deployments/[appId]">) {
  const { projectId, appId } = await params;
  const { ctx, app } = await pageApp(projectId, appId);
  const [project, version] = await Promise.all([
    getProject(ctx, projectId),
    getWorkflowVersion(ctx, app.workflow_id, app.workflow_version_id),
  ]);
  return <Integration app={app} organizationId={project.org_id} sampleInput={sampleInputOf(version.flow)} />;
}
