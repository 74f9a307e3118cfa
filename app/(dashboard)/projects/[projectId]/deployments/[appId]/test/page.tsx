import { AppTest } from "@/components/apps/app-test";
import { sampleInputOf } from "@/components/apps/sample-input";
import { whyNotEdit } from "@/components/projects/why-not";
import { getProject } from "@/lib/projects/service";
import { getWorkflowVersion } from "@/lib/workflows/service";
import { pageApp } from "../page-app";

export default async function AppTestPage({ params }: PageProps<"/projects/[projectId]/deployments/[appId]/test">) {
  const { projectId, appId } = await params;
  const { ctx, app } = await pageApp(projectId, appId);
  const [project, version] = await Promise.all([
    getProject(ctx, projectId),
    getWorkflowVersion(ctx, app.workflow_id, app.workflow_version_id),
  ]);
  return (
    <AppTest
      key={app.workflow_version_id}
      app={app}
      sampleInput={sampleInputOf(version.flow)}
      disabledReason={whyNotEdit(project) ?? (app.archived_at ? "Bring the app back first." : undefined)}
    />
  );
}
