import { History } from "@/components/apps/history";
import { whyNotEdit } from "@/components/projects/why-not";
import { Pagination } from "@/components/ui/pagination";
import { listDeployments } from "@/lib/apps/service";
import { PageQuery } from "@/lib/core/page";
import { getProject } from "@/lib/projects/service";
import { pageApp } from "../page-app";

export default async function HistoryPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectId]/deployments/[appId]/history">) {
  const { projectId, appId } = await params;
  const asked = PageQuery.safeParse(await searchParams);
  const { ctx, app } = await pageApp(projectId, appId);
  const [project, deployments] = await Promise.all([
    getProject(ctx, projectId),
    listDeployments(ctx, appId, asked.success ? asked.data : PageQuery.parse({})),
  ]);
  return (
    <>
      <History
        app={app}
        deployments={deployments.items}
        disabledReason={whyNotEdit(project) ?? (app.archived_at ? "Bring the app back first." : undefined)}
      />
      <Pagination pagination={deployments.pagination} what="deployments" />
    </>
  );
}
