import { MessagesSquare } from "lucide-react";
import { SessionTable } from "@/components/apps/session-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { listAppSessions as contract } from "@/lib/apps/contract";
import { listAppSessions } from "@/lib/sessions/service";
import { pageApp } from "../page-app";

export default async function SessionsPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectId]/deployments/[appId]/sessions">) {
  const { projectId, appId } = await params;
  const asked = contract.query.safeParse(await searchParams);
  const { ctx } = await pageApp(projectId, appId);
  const sessions = await listAppSessions(ctx, appId, asked.success ? asked.data : contract.query.parse({}));
  if (sessions.items.length === 0) {
    return (
      <EmptyState icon={<MessagesSquare aria-hidden />} title="No sessions yet">
        Calls that send the same session_id belong to one session and are listed together here.
      </EmptyState>
    );
  }
  return (
    <>
      <SessionTable sessions={sessions.items} tracesHref={`/projects/${projectId}/deployments/${appId}/traces`} />
      <Pagination pagination={sessions.pagination} what="sessions" />
    </>
  );
}
