"use client";

import { Building2, Check, ChevronsUpDown, FolderPlus, Lock } from "lucide-react";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/dropdown-menu";
import { Mark } from "./logo";
import { usePlace } from "./place";

/** Where one is, and the way to every other project and organization. */
export function ProjectSwitcher() {
  const { organizations, projects, project, organization } = usePlace();
  return (
    <DropdownMenu
      align="start"
      className="w-64"
      trigger={
        <button
          type="button"
          className="flex h-11 w-full items-center gap-2.5 rounded-md px-2 text-left transition-colors duration-150 hover:bg-hover"
        >
          <Mark className="shrink-0" />
          <span className="sr-only">Switch project</span>
          <span className="grid min-w-0 flex-1 leading-4">
            <span className="truncate text-muted text-xs">{organization?.name ?? "No organization"}</span>
            <span className="truncate font-medium">{project?.name ?? "No project"}</span>
            <span className="sr-only">: switch project</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      {organizations.map((one) => {
        const own = projects.filter(({ org_id }) => org_id === one.id);
        return (
          <div key={one.id}>
            <MenuLabel>{one.name}</MenuLabel>
            {own.length === 0 && <p className="px-2 py-1 text-muted text-xs">No projects yet</p>}
            {own.map(({ id, name, visibility }) => (
              <MenuItem
                key={id}
                href={`/projects/${id}`}
                icon={
                  id === project?.id ? (
                    <Check aria-hidden className="text-accent-text!" />
                  ) : visibility === "private" ? (
                    <Lock aria-hidden />
                  ) : (
                    <span className="size-4" />
                  )
                }
              >
                <span className="truncate">{name}</span>
              </MenuItem>
            ))}
          </div>
        );
      })}
      <MenuSeparator />
      {organization && (
        <MenuItem icon={<FolderPlus aria-hidden />} href={`/settings/${organization.id}/projects?new=1`}>
          New project
        </MenuItem>
      )}
      <MenuItem icon={<Building2 aria-hidden />} href="/organizations">
        All organizations
      </MenuItem>
    </DropdownMenu>
  );
}
