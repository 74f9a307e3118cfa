import type { Metadata } from "next";
import { ConnectionList } from "@/components/connections/connection-list";
import { Page } from "@/components/shell/page";
import { pageContext } from "@/lib/auth/page-context";
import { listConnections as contract } from "@/lib/connections/contract";
import { getConnection, listConnections, listConnectionTypes } from "@/lib/connections/service";
import { AppError } from "@/lib/core/errors";
import { PathId } from "@/lib/core/fields";
import { sampleModelUrl } from "@/lib/process/sample-model";
import { getProject } from "@/lib/projects/service";
import { queryOf } from "../../../query-of";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectId]/connections">) {
  const { projectId } = await params;
  const search = await searchParams;
  const ctx = await pageContext();
  const [project, connections, types] = await Promise.all([
    getProject(ctx, projectId),
    listConnections(ctx, queryOf(contract, search, { project_id: projectId })),
    listConnectionTypes(),
  ]);
  const openedId = typeof search.connection === "string" ? search.connection : null;
  const opened = openedId
    ? (connections.items.find(({ id }) => id === openedId) ??
      (await getConnection(ctx, PathId.parse(openedId)).catch((thrown: unknown) => {
        // A link may be older than what it names.
        if (AppError.from(thrown).code === "not_found") return null;
        throw thrown;
      })))
    : null;
  return (
    <Page>
      <ConnectionList
        project={project}
        connections={connections}
        types={types}
        opened={opened?.project_id === projectId ? opened : null}
        isFiltered={Boolean(search.search || search.type)}
        offersSample={sampleModelUrl() !== null}
      />
    </Page>
  );
}
