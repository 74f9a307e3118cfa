"use client";

import { Archive, ArchiveRestore, Bot, Copy, Download, FileUp, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmSubmit } from "@/components/form/confirm-submit";
import { whyNotEdit } from "@/components/projects/why-not";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowMenu } from "@/components/ui/row-menu";
import { SearchInput } from "@/components/ui/search-input";
import { SortTh } from "@/components/ui/sort-th";
import {
  ActionsTh,
  aboveRowLinkClass,
  linkRowClass,
  rowLinkClass,
  Table,
  TBody,
  Td,
  THead,
  Th,
  Tr,
} from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { UrlFilter } from "@/components/ui/url-filter";
import { useOpenedByUrl } from "@/components/ui/use-opened-by-url";
import type { Connection } from "@/lib/connections/contract";
import type { Page } from "@/lib/core/page";
import { urlOf } from "@/lib/http/call";
import type { Project } from "@/lib/projects/contract";
import {
  archiveWorkflow,
  deleteWorkflow,
  exportWorkflow,
  unarchiveWorkflow,
  type WorkflowSummary,
} from "@/lib/workflows/contract";
import { CreateWorkflowDialog } from "./create-workflow-dialog";
import { DuplicateDialog } from "./duplicate-dialog";
import { ImportDialog } from "./import-dialog";

const ORDER = "-updated_at";

export type WorkflowListProps = {
  project: Project;
  workflows: Page<WorkflowSummary>;
  /** Of models, for the starters. */
  connections: readonly Connection[];
  isFiltered: boolean;
};

export function WorkflowList({
  project,
  workflows: { items, pagination },
  connections,
  isFiltered,
}: WorkflowListProps) {
  const router = useRouter();
  const [isNew, setNew] = useOpenedByUrl("new");
  const [isImport, setImport] = useOpenedByUrl("import");
  const [asked, setAsked] = useState<{ what: "archive" | "restore" | "delete" | "copy"; of: WorkflowSummary } | null>(
    null,
  );
  const close = () => setAsked(null);
  const base = `/projects/${project.id}/agents`;
  const reason = whyNotEdit(project);
  const actions = (
    <>
      <Button disabledReason={reason} onClick={() => setImport("1")}>
        <FileUp aria-hidden />
        Import
      </Button>
      <Button variant="primary" disabledReason={reason} onClick={() => setNew("1")}>
        <Plus aria-hidden />
        New agent
      </Button>
    </>
  );
  const download = (id: string, format: "json" | "yaml") =>
    location.assign(urlOf(exportWorkflow, { params: { workflow_id: id }, query: { format } }));

  return (
    <>
      <PageHeader
        title="Agents"
        description="Workflows you build on the canvas, test, and deploy as apps."
        action={actions}
      />
      {items.length === 0 && !isFiltered ? (
        <EmptyState icon={<Bot aria-hidden />} title="No agents yet" action={actions}>
          An agent is a workflow of nodes: models, conditions, calls. Start blank or from a starter that runs at once.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-center gap-2">
            <SearchInput label="Search agents" />
            <UrlFilter
              label="Status"
              name="status"
              options={[
                { value: "", label: "Not archived" },
                { value: "draft", label: "Drafts" },
                { value: "released", label: "Released" },
                { value: "archived", label: "Archived" },
              ]}
            />
          </div>
          {items.length === 0 ? (
            <EmptyState title="No agent fits">Search for something else, or choose another status.</EmptyState>
          ) : (
            <Table label="Agents">
              <THead>
                <Tr>
                  <SortTh by="name" fallback={ORDER}>
                    Name
                  </SortTh>
                  <Th>Version</Th>
                  <Th>Created by</Th>
                  <SortTh by="created_at" fallback={ORDER}>
                    Created
                  </SortTh>
                  <SortTh by="updated_at" fallback={ORDER}>
                    Last edited
                  </SortTh>
                  <ActionsTh />
                </Tr>
              </THead>
              <TBody>
                {items.map((workflow) => (
                  <Tr key={workflow.id} className={linkRowClass}>
                    <Td className="min-w-48 py-2">
                      <Link href={`${base}/${workflow.id}`} className={rowLinkClass}>
                        {workflow.name}
                      </Link>
                      {workflow.description && (
                        <p className="line-clamp-1 max-w-md text-muted text-xs">{workflow.description}</p>
                      )}
                    </Td>
                    <Td>
                      {workflow.status === "archived" ? (
                        <Badge>Archived</Badge>
                      ) : workflow.latest_version === null ? (
                        <Badge tone="outline">Draft</Badge>
                      ) : (
                        <Badge tone="accent">v{workflow.latest_version}</Badge>
                      )}
                    </Td>
                    <Td className="whitespace-nowrap text-muted">
                      {workflow.created_by?.name || workflow.created_by?.email || "–"}
                    </Td>
                    <Td className="whitespace-nowrap text-muted">
                      <RelativeTime time={workflow.created_at} className={aboveRowLinkClass} />
                    </Td>
                    <Td className="whitespace-nowrap text-muted">
                      <RelativeTime time={workflow.updated_at} className={aboveRowLinkClass} />
                    </Td>
                    <Td className="w-12 text-right">
                      <RowMenu label={`Actions for ${workflow.name}`} className={aboveRowLinkClass}>
                        <MenuItem
                          icon={<Copy aria-hidden />}
                          disabledReason={reason}
                          onSelect={() => setAsked({ what: "copy", of: workflow })}
                        >
                          Save as new
                        </MenuItem>
                        <MenuItem icon={<Download aria-hidden />} onSelect={() => download(workflow.id, "json")}>
                          Export as JSON
                        </MenuItem>
                        <MenuItem icon={<Download aria-hidden />} onSelect={() => download(workflow.id, "yaml")}>
                          Export as YAML
                        </MenuItem>
                        <MenuSeparator />
                        {workflow.status === "archived" ? (
                          <MenuItem
                            icon={<ArchiveRestore aria-hidden />}
                            disabledReason={reason}
                            onSelect={() => setAsked({ what: "restore", of: workflow })}
                          >
                            Bring back
                          </MenuItem>
                        ) : (
                          <MenuItem
                            icon={<Archive aria-hidden />}
                            disabledReason={reason}
                            onSelect={() => setAsked({ what: "archive", of: workflow })}
                          >
                            Archive
                          </MenuItem>
                        )}
                        <MenuItem
                          icon={<Trash2 aria-hidden />}
                          tone="danger"
                          disabledReason={reason}
                          onSelect={() => setAsked({ what: "delete", of: workflow })}
                        >
                          Delete
                        </MenuItem>
                      </RowMenu>
                    </Td>
                  </Tr>
                ))}
              </TBody>
            </Table>
          )}
          <Pagination pagination={pagination} what="agents" />
        </>
      )}
      <CreateWorkflowDialog
        projectId={project.id}
        connections={connections}
        open={isNew !== null && reason === undefined}
        onClose={() => setNew(null)}
      />
      <ImportDialog
        projectId={project.id}
        open={isImport !== null && reason === undefined}
        onClose={() => setImport(null)}
      />
      {asked?.what === "copy" && <DuplicateDialog workflow={asked.of} onClose={close} />}
      {asked?.what === "archive" && (
        <ConfirmSubmit
          open
          onOpenChange={close}
          contract={archiveWorkflow}
          params={{ workflow_id: asked.of.id }}
          title={`Archive ${asked.of.name}?`}
          confirmLabel="Archive"
          tone="primary"
          onDone={() => router.refresh()}
        >
          It leaves this list and can be brought back. Apps made of it keep running.
        </ConfirmSubmit>
      )}
      {asked?.what === "restore" && (
        <ConfirmSubmit
          open
          onOpenChange={close}
          contract={unarchiveWorkflow}
          params={{ workflow_id: asked.of.id }}
          title={`Bring ${asked.of.name} back?`}
          confirmLabel="Bring back"
          tone="primary"
          onDone={() => router.refresh()}
        >
          It stands among the agents again.
        </ConfirmSubmit>
      )}
      {asked?.what === "delete" && (
        <ConfirmSubmit
          open
          onOpenChange={close}
          contract={deleteWorkflow}
          params={{ workflow_id: asked.of.id }}
          title={`Delete ${asked.of.name}?`}
          confirmLabel="Delete agent"
          typeToConfirm={asked.of.name}
          onDone={() => {
            toast.success(`${asked.of.name} was deleted`);
            router.refresh();
          }}
        >
          All its versions are gone. This cannot be undone. It is refused while an app serves it.
        </ConfirmSubmit>
      )}
    </>
  );
}
