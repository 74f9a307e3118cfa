"use client";

import {
  AlignHorizontalJustifyStart,
  Archive,
  ArchiveRestore,
  ChevronRight,
  Copy,
  Download,
  Ellipsis,
  History,
  LayoutDashboard,
  Play,
  Redo2,
  Rocket,
  Save,
  Search,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { Popover } from "@/components/ui/popover";
import { urlOf } from "@/lib/http/call";
import { exportWorkflow, type Workflow } from "@/lib/workflows/contract";
import { ALIGNMENTS, type Alignment } from "./edits";

export type EditorHeaderProps = {
  workflow: Workflow;
  isDirty: boolean;
  canUndo: boolean;
  canRedo: boolean;
  errorCount: number;
  selectedCount: number;
  editReason: string | undefined;
  testReason: string | undefined;
  faults: ReactNode;
  isFaultsOpen: boolean;
  onFaultsOpenChange: (open: boolean) => void;
  onRename: (name: string) => Promise<boolean>;
  onUndo: () => void;
  onRedo: () => void;
  onArrange: () => void;
  onAlign: (how: Alignment) => void;
  onSearch: () => void;
  onVersions: () => void;
  onSaveAsNew: () => void;
  onArchive: () => void;
  onDeploy: () => void;
  onTest: () => void;
  onSave: () => void;
};

export function EditorHeader(props: EditorHeaderProps) {
  const { workflow, isDirty, errorCount, editReason, selectedCount } = props;
  const { id, project_id: projectId, latest_version: version } = workflow;
  const exportUrl = (format: string): string =>
    urlOf(exportWorkflow, { params: { workflow_id: id }, query: { format } });
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-1.5 gap-y-1 border-border border-b bg-surface px-3 py-2">
      <nav aria-label="Breadcrumbs" className="flex items-center gap-1 text-muted text-xs">
        <Link href={`/projects/${projectId}/agents`} className="hover:text-text hover:underline">
          Agents
        </Link>
        <ChevronRight aria-hidden className="size-3" />
      </nav>
      <WorkflowName key={workflow.name} name={workflow.name} editReason={editReason} onRename={props.onRename} />
      {workflow.status === "archived" ? (
        <Badge tone="outline">Archived</Badge>
      ) : version === null ? (
        <Badge tone="outline">Draft</Badge>
      ) : (
        <Badge tone="accent">v{version}</Badge>
      )}
      {isDirty && <span className="text-muted text-xs">Unsaved changes</span>}
      <span className="flex-1" />
      <div className="flex flex-wrap items-center gap-1">
        <IconButton label="Undo" disabledReason={props.canUndo ? undefined : "Nothing to undo"} onClick={props.onUndo}>
          <Undo2 aria-hidden />
        </IconButton>
        <IconButton label="Redo" disabledReason={props.canRedo ? undefined : "Nothing to redo"} onClick={props.onRedo}>
          <Redo2 aria-hidden />
        </IconButton>
        <IconButton label="Arrange the graph" disabledReason={editReason} onClick={props.onArrange}>
          <LayoutDashboard aria-hidden />
        </IconButton>
        {selectedCount > 1 && (
          <DropdownMenu
            trigger={
              <IconButton label="Align the selected nodes">
                <AlignHorizontalJustifyStart aria-hidden />
              </IconButton>
            }
          >
            {ALIGNMENTS.map((how) => (
              <MenuItem key={how} onSelect={() => props.onAlign(how)}>
                Align {how}
              </MenuItem>
            ))}
          </DropdownMenu>
        )}
        <IconButton label="Search in the graph" onClick={props.onSearch}>
          <Search aria-hidden />
        </IconButton>
        <Popover
          label="Faults"
          align="end"
          className="w-96 max-w-[calc(100vw-16px)] p-0"
          open={props.isFaultsOpen}
          onOpenChange={props.onFaultsOpenChange}
          trigger={
            <Button variant="ghost" aria-label={`${errorCount} ${errorCount === 1 ? "fault" : "faults"}`}>
              <TriangleAlert aria-hidden className={cn(errorCount > 0 && "text-failed")} />
              <span className="tabular">{errorCount}</span>
            </Button>
          }
        >
          {props.faults}
        </Popover>
        <IconButton label="Versions" onClick={props.onVersions}>
          <History aria-hidden />
        </IconButton>
        <DropdownMenu
          trigger={
            <IconButton label="More">
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<Copy aria-hidden />} disabledReason={editReason} onSelect={props.onSaveAsNew}>
            Save as new
          </MenuItem>
          <MenuItem icon={<Download aria-hidden />} onSelect={() => window.location.assign(exportUrl("json"))}>
            Export as JSON
          </MenuItem>
          <MenuItem icon={<Download aria-hidden />} onSelect={() => window.location.assign(exportUrl("yaml"))}>
            Export as YAML
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            icon={workflow.status === "archived" ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            disabledReason={editReason}
            onSelect={props.onArchive}
          >
            {workflow.status === "archived" ? "Bring back" : "Archive"}
          </MenuItem>
        </DropdownMenu>
        <Button
          onClick={props.onDeploy}
          disabledReason={editReason ?? (version === null ? "Save a version first: apps serve versions." : undefined)}
        >
          <Rocket aria-hidden />
          <span className="max-sm:sr-only">Deploy</span>
        </Button>
        <Button onClick={props.onTest} disabledReason={props.testReason}>
          <Play aria-hidden />
          <span className="max-sm:sr-only">Test</span>
        </Button>
        <Button variant="primary" onClick={props.onSave} disabledReason={editReason}>
          <Save aria-hidden />
          Save
        </Button>
      </div>
    </header>
  );
}

type WorkflowNameProps = {
  name: string;
  editReason: string | undefined;
  onRename: (name: string) => Promise<boolean>;
};

function WorkflowName({ name, editReason, onRename }: WorkflowNameProps) {
  const [typed, setTyped] = useState(name);
  async function commit() {
    const wanted = typed.trim();
    if (wanted === name) return;
    if (wanted === "" || !(await onRename(wanted))) setTyped(name);
  }
  return (
    <h1 className="min-w-0">
      <input
        aria-label="Name of the workflow"
        value={typed}
        readOnly={editReason !== undefined}
        maxLength={120}
        size={Math.max(8, Math.min(40, typed.length))}
        className="h-8 max-w-72 truncate rounded-md border border-transparent bg-transparent px-1.5 font-semibold text-base hover:border-border focus:border-focus"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => void commit()}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setTyped(name);
        }}
      />
    </h1>
  );
}
