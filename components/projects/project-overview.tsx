import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { formatDuration } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusIcon } from "@/components/ui/status-badge";
import type { App } from "@/lib/apps/contract";
import type { Page } from "@/lib/core/page";
import type { TraceSummary } from "@/lib/traces/contract";
import type { WorkflowSummary } from "@/lib/workflows/contract";

export type ProjectOverviewProps = {
  projectId: string;
  workflows: Page<WorkflowSummary>;
  apps: Page<App>;
  traces: Page<TraceSummary>;
};

/** What moved last in the project. */
export function ProjectOverview({ projectId, workflows, apps, traces }: ProjectOverviewProps) {
  const base = `/projects/${projectId}`;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Panel title="Agents" count={workflows.pagination.total_count} href={`${base}/agents`}>
        {workflows.items.map((workflow) => (
          <Line
            key={workflow.id}
            href={`${base}/agents/${workflow.id}`}
            name={workflow.name}
            time={workflow.updated_at}
          >
            {workflow.latest_version === null ? (
              <Badge tone="outline">Draft</Badge>
            ) : (
              <Badge tone="accent">v{workflow.latest_version}</Badge>
            )}
          </Line>
        ))}
      </Panel>
      <Panel title="Deployments" count={apps.pagination.total_count} href={`${base}/deployments`}>
        {apps.items.map((app) => (
          <Line key={app.id} href={`${base}/deployments/${app.id}`} name={app.name} time={app.updated_at}>
            <Badge tone="accent">v{app.workflow_version.version}</Badge>
          </Line>
        ))}
      </Panel>
      <Panel title="Latest runs" count={traces.pagination.total_count} className="lg:col-span-2">
        {traces.items.map((trace) => (
          <li key={trace.id} className="flex h-10 items-center gap-3 px-4">
            <StatusIcon status={trace.status} />
            <span className="min-w-0 flex-1 truncate font-medium">{trace.name}</span>
            <span className="tabular text-muted text-xs">
              {trace.duration_ms === null ? "" : formatDuration(trace.duration_ms)}
            </span>
            <RelativeTime time={trace.started_at} className="w-24 text-right text-muted text-xs" />
          </li>
        ))}
      </Panel>
    </div>
  );
}

type PanelProps = { title: string; count: number; href?: string; children: ReactNode; className?: string };

function Panel({ title, count, href, children, className }: PanelProps) {
  return (
    <section aria-label={title} className={className}>
      <h2 className="mb-2 flex items-baseline gap-2 font-semibold">
        {title} <span className="tabular font-normal text-muted text-xs">{count}</span>
        {href && (
          <Link href={href} className="ml-auto font-normal text-accent-text text-xs hover:underline">
            See all
          </Link>
        )}
      </h2>
      <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
        {count === 0 ? <li className="px-4 py-3 text-muted">Nothing yet</li> : children}
      </ul>
    </section>
  );
}

type LineProps = { href: string; name: string; time: string; children: ReactNode };

function Line({ href, name, time, children }: LineProps) {
  return (
    <li className="relative flex h-10 items-center gap-3 px-4 transition-colors duration-150 hover:bg-hover">
      <Link href={href} className="min-w-0 flex-1 truncate font-medium after:absolute after:inset-0">
        {name}
      </Link>
      {children}
      <RelativeTime time={time} className="w-24 text-right text-muted text-xs" />
    </li>
  );
}
