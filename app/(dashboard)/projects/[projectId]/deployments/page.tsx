import { Rocket } from "lucide-react";
import type { Metadata } from "next";
import { AppTable } from "@/components/apps/app-table";
import { CreateAppSheet } from "@/components/apps/create-app-sheet";
import { whyNotEdit } from "@/components/projects/why-not";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SearchInput } from "@/components/ui/search-input";
import { UrlFilter } from "@/components/ui/url-filter";
import { listApps as contract } from "@/lib/apps/contract";
import { listApps } from "@/lib/apps/service";
import { pageContext } from "@/lib/auth/page-context";
import { getProject } from "@/lib/projects/service";
import { listWorkflows } from "@/lib/workflows/service";
import { queryOf } from "../../../query-of";

export const metadata: Metadata = { title: "Deployments" };

const STATES = [
  { value: "", label: "In use" },
  { value: "true", label: "Archived" },
];

export default async function DeploymentsPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectId]/deployments">) {
  const { projectId } = await params;
  const search = await searchParams;
  const ctx = await pageContext();
  const query = queryOf(contract, search, { project_id: projectId });
  const [project, apps, workflows] = await Promise.all([
    getProject(ctx, projectId),
    listApps(ctx, query),
    listWorkflows(ctx, { project_id: projectId, page: 1, page_size: 500, status: "released", sort: [["name", "asc"]] }),
  ]);
  const isFiltered = Boolean(query.search) || query.archived;
  const reason =
    whyNotEdit(project) ??
    (workflows.items.length === 0 ? "Save a version of an agent first: a draft has nothing to deploy." : undefined);
  const add = <CreateAppSheet projectId={projectId} workflows={workflows.items} disabledReason={reason} />;
  return (
    <Page>
      <PageHeader
        title="Deployments"
        description="Agents at work: each app answers at an address of its own."
        action={add}
      />
      <div className="mb-3 flex flex-wrap gap-2">
        <SearchInput label="Search deployments" />
        <UrlFilter label="Show" name="archived" options={STATES} />
      </div>
      {apps.items.length > 0 ? (
        <>
          <AppTable projectId={projectId} apps={apps.items} />
          <Pagination pagination={apps.pagination} what="deployments" />
        </>
      ) : isFiltered ? (
        <EmptyState title="Nothing matches">No deployment of this project is like that.</EmptyState>
      ) : (
        <EmptyState icon={<Rocket aria-hidden />} title="No deployments yet" action={add}>
          Deploy a version of an agent, and programs can call it by HTTP with an Access Key.
        </EmptyState>
      )}
    </Page>
  );
}
