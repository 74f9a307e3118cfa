import { Monitoring } from "@/components/apps/monitoring";
import { PERIODS } from "@/components/apps/periods";
import { METRIC_INTERVALS } from "@/lib/apps/contract";
import { getAppMetrics } from "@/lib/apps/service";
import { pageApp } from "../page-app";

const DAY_MS = 86_400_000;

export default async function MonitoringPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectId]/deployments/[appId]/monitoring">) {
  const { projectId, appId } = await params;
  const search = await searchParams;
  const { ctx } = await pageApp(projectId, appId);
  const days = PERIODS.find(({ value }) => value === search.days)?.value ?? "14";
  const asked = String(search.interval ?? "");
  const interval = asked in METRIC_INTERVALS ? (asked as keyof typeof METRIC_INTERVALS) : "24h";
  const end = new Date();
  const start = new Date(end.getTime() - Number(days) * DAY_MS);
  const metrics = await getAppMetrics(ctx, appId, {
    start_time: start.toISOString(),
    end_time: end.toISOString(),
    interval,
  });
  return <Monitoring metrics={metrics} days={days} interval={interval} />;
}
