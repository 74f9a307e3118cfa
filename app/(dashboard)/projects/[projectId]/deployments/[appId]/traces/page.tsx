import { Waypoints } from "lucide-react";
import { TraceFilters } from "@/components/traces/trace-filters";
import { TraceTable } from "@/components/traces/trace-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { listAppTraces } from "@/lib/apps/service/traces";
import { TraceFilter } from "@/lib/traces/contract";
import { pageApp } from "../page-app";

export default async function AppTracesPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectId]/deployments/[appId]/traces">) {
  const { projectId, appId } = await params;
  const search = await searchParams;
  const { ctx } = await pageApp(projectId, appId);
  const asked = TraceFilter.safeParse(search);
  const filter = asked.success ? asked.data : TraceFilter.parse({});
  const traces = await listAppTraces(ctx, appId, filter);
  const isFiltered = Object.keys(search).some((name) => name !== "page");
  const base = `/projects/${projectId}/deployments/${appId}/traces`;
  return (
    <>
      <TraceFilters />
      {traces.items.length > 0 ? (
        <>
          <TraceTable traces={traces.items} base={base} />
          <Pagination pagination={traces.pagination} what="traces" />
        </>
      ) : (
        <EmptyState icon={<Waypoints aria-hidden />} title={isFiltered ? "Nothing matches" : "No traces yet"}>
          {isFiltered
            ? "No trace of this app is like that."
            : "Every call leaves a trace: what each node was given, what it put out, how long it took and what it cost."}
        </EmptyState>
      )}
    </>
  );
}
