import { AppSettings } from "@/components/apps/app-settings";
import { whyNotEdit } from "@/components/projects/why-not";
import { getProject } from "@/lib/projects/service";
import { pageApp } from "../page-app";

export default async function AppSettingsPage({
  params,
}: PageProps<"/projects/[projectId]/deployments/[appId]/settings">) {
  const { projectId, appId } = await params;
  const { ctx, app } = await pageApp(projectId, appId);
  return <AppSettings app={app} disabledReason={whyNotEdit(await getProject(ctx, projectId))} />;
}
