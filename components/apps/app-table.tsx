import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { aboveRowLinkClass, linkRowClass, rowLinkClass, Table, TBody, Td, THead, Th, Tr } from "@/components/ui/table";
import type { App } from "@/lib/apps/contract";
import { AuthorizationBadge } from "./authorization-badge";

export type AppTableProps = { projectId: string; apps: readonly App[] };

export function AppTable({ projectId, apps }: AppTableProps) {
  return (
    <Table label="Deployments">
      <THead>
        <Tr>
          <Th>NAME</Th>
          <Th>AGENT</Th>
          <Th>VERSION</Th>
          <Th>AUTHORIZATION</Th>
          <Th>HOSTNAME</Th>
          <Th>LAST EDITED</Th>
        </Tr>
      </THead>
      <TBody>
        {apps.map((app) => (
          <Tr key={app.id} className={linkRowClass}>
            <Td>
              <Link href={`/projects/${projectId}/deployments/${app.id}`} className={rowLinkClass}>
                {app.name}
              </Link>
              {app.archived_at && <Badge className="ml-2">Archived</Badge>}
            </Td>
            <Td className="text-muted">{app.workflow.name}</Td>
            <Td className="tabular">v{app.workflow_version.version}</Td>
            <Td>
              <AuthorizationBadge accessType={app.access_control.access_type} />
            </Td>
            <Td className="max-w-72">
              <span className="flex items-center gap-1">
                <code className="truncate font-mono text-muted text-xs">{app.hostname}</code>
                <CopyButton text={app.url} label={`Copy the address of ${app.name}`} className={aboveRowLinkClass} />
              </span>
            </Td>
            <Td className="whitespace-nowrap text-muted">
              <RelativeTime time={app.updated_at} />
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
