import Link from "next/link";
import { preview } from "@/components/traces/trace-table";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { linkRowClass, rowLinkClass, Table, TBody, Td, THead, Th, Tr } from "@/components/ui/table";
import type { Session } from "@/lib/apps/contract";

export type SessionTableProps = {
  sessions: readonly Session[];
  /** The page of the app's traces. */
  tracesHref: string;
};

/** Runs that share a `session_id`, the latest active first; each leads to its traces. */
export function SessionTable({ sessions, tracesHref }: SessionTableProps) {
  return (
    <Table label="Sessions">
      <THead>
        <Tr>
          <Th>SESSION</Th>
          <Th>USER</Th>
          <Th>FIRST INPUT</Th>
          <Th className="text-right">RUNS</Th>
          <Th>LAST ACTIVE</Th>
        </Tr>
      </THead>
      <TBody>
        {sessions.map((session) => (
          <Tr key={`${session.user_id}/${session.id}`} className={linkRowClass}>
            <Td className="max-w-64 truncate font-mono text-xs">
              <Link href={`${tracesHref}?session_id=${encodeURIComponent(session.id)}`} className={rowLinkClass}>
                {session.id}
              </Link>
            </Td>
            <Td className="max-w-48 truncate text-muted">{session.user_id ?? "–"}</Td>
            <Td className="max-w-72 truncate text-muted">{preview(session.input)}</Td>
            <Td className="tabular text-right">{formatCount(session.run_count)}</Td>
            <Td className="whitespace-nowrap text-muted">
              <RelativeTime time={session.last_run_at} />
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
