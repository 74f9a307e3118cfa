"use client";

import { Building2, FolderOpen, Lock, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmSubmit } from "@/components/form/confirm-submit";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowMenu } from "@/components/ui/row-menu";
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
import { useOpenedByUrl } from "@/components/ui/use-opened-by-url";
import type { Page } from "@/lib/core/page";
import { deleteProject, type Project } from "@/lib/projects/contract";
import { ProjectMembers } from "./project-members";
import { ProjectSheet } from "./project-sheet";
import { whyNotAdminister } from "./why-not";

export function ProjectList({ orgId, projects: { items, pagination } }: { orgId: string; projects: Page<Project> }) {
  const router = useRouter();
  const [isNew, setNew] = useOpenedByUrl("new");
  const [open, setOpen] = useState<{ what: "edit" | "members" | "delete"; project: Project } | null>(null);
  const close = () => setOpen(null);
  const create = (
    <Button variant="primary" onClick={() => setNew("1")}>
      <Plus aria-hidden />
      New project
    </Button>
  );
  return (
    <>
      {items.length === 0 && pagination.total_count === 0 ? (
        <EmptyState icon={<FolderOpen aria-hidden />} title="No projects yet" action={create}>
          A project holds agents with all they need: connections, apps, runs and traces.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex justify-end">{create}</div>
          <Table label="Projects">
            <THead>
              <Tr>
                <Th>Name</Th>
                <Th>Visibility</Th>
                <Th>Your role</Th>
                <Th>Last edited</Th>
                <ActionsTh />
              </Tr>
            </THead>
            <TBody>
              {items.map((project) => {
                const reason = whyNotAdminister(project);
                return (
                  <Tr key={project.id} className={linkRowClass}>
                    <Td>
                      <Link href={`/projects/${project.id}`} className={rowLinkClass}>
                        {project.name}
                      </Link>
                    </Td>
                    <Td>
                      <Badge tone="outline">
                        {project.visibility === "private" ? <Lock aria-hidden /> : <Building2 aria-hidden />}
                        {project.visibility === "private" ? "Private" : "Internal"}
                      </Badge>
                    </Td>
                    <Td className="text-muted capitalize">{project.role}</Td>
                    <Td className="text-muted">
                      <RelativeTime time={project.updated_at} className={aboveRowLinkClass} />
                    </Td>
                    <Td className="w-12 text-right">
                      <RowMenu label={`Actions for ${project.name}`} className={aboveRowLinkClass}>
                        <MenuItem disabledReason={reason} onSelect={() => setOpen({ what: "edit", project })}>
                          Edit
                        </MenuItem>
                        <MenuItem onSelect={() => setOpen({ what: "members", project })}>Members</MenuItem>
                        <MenuSeparator />
                        <MenuItem
                          tone="danger"
                          disabledReason={reason}
                          onSelect={() => setOpen({ what: "delete", project })}
                        >
                          Delete
                        </MenuItem>
                      </RowMenu>
                    </Td>
                  </Tr>
                );
              })}
            </TBody>
          </Table>
          <Pagination pagination={pagination} what="projects" />
        </>
      )}
      <ProjectSheet orgId={orgId} open={isNew !== null} onOpenChange={(next) => setNew(next ? "1" : null)} />
      {open?.what === "edit" && <ProjectSheet orgId={orgId} project={open.project} open onOpenChange={close} />}
      {open?.what === "members" && <ProjectMembers project={open.project} onClose={close} />}
      {open && (
        <ConfirmSubmit
          open={open.what === "delete"}
          onOpenChange={close}
          contract={deleteProject}
          params={{ project_id: open.project.id }}
          title={`Delete ${open.project.name}?`}
          confirmLabel="Delete project"
          typeToConfirm={open.project.name}
          onDone={() => {
            toast.success(`${open.project.name} was deleted`);
            router.refresh();
          }}
        >
          Its agents, connections, apps, runs and traces will be gone. Apps stop answering, and keys bound to it stop
          working. This cannot be undone.
        </ConfirmSubmit>
      )}
    </>
  );
}
