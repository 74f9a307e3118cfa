import { LiveTrace } from "@/components/traces/live-trace";
import { getAppTrace } from "@/lib/apps/service/traces";
import { PathId } from "@/lib/core/fields";
import { orNotFound } from "../../../../../../or-not-found";
import { pageApp } from "../../page-app";

export default async function AppTracePage({
  params,
}: PageProps<"/projects/[projectId]/deployments/[appId]/traces/[traceId]">) {
  const { projectId, appId, traceId } = await params;
  const { ctx } = await pageApp(projectId, appId);
  const trace = await orNotFound(getAppTrace(ctx, appId, PathId.parse(traceId)));
  return <LiveTrace key={trace.id} projectId={projectId} appId={appId} initial={trace} />;
}
