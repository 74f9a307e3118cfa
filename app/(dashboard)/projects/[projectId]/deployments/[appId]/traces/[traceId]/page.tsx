import { notFound } from "next/navigation";
import { LiveTrace } from "@/components/traces/live-trace";
import { getAppTrace } from "@/lib/apps/service/traces";
import { AppError } from "@/lib/core/errors";
import { PathId } from "@/lib/core/fields";
import { pageApp } from "../../page-app";

export default async function AppTracePage({
  params,
}: PageProps<"/projects/[projectId]/deployments/[appId]/traces/[traceId]">) {
  const { projectId, appId, traceId } = await params;
  const { ctx } = await pageApp(projectId, appId);
  const trace = await getAppTrace(ctx, appId, PathId.parse(traceId)).catch((thrown: unknown) => {
    if (AppError.from(thrown).code === "not_found") notFound();
    throw thrown;
  });
  return <LiveTrace key={trace.id} projectId={projectId} appId={appId} initial={trace} />;
}
