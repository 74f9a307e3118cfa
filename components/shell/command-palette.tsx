"use client";

import { Command } from "cmdk";
import {
  Bot,
  Cable,
  CornerDownLeft,
  FolderOpen,
  type LucideIcon,
  Plus,
  Rocket,
  Search,
  Settings,
  User,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { useEffect, useState } from "react";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import { listApps } from "@/lib/apps/contract";
import { listConnections } from "@/lib/connections/contract";
import type { Contract, Result } from "@/lib/core/contract";
import { call } from "@/lib/http/call";
import { listWorkflows } from "@/lib/workflows/contract";
import { NAVIGATION, SETTINGS } from "./navigation";
import { usePlace } from "./place";

type Entry = { id: string; label: string; detail?: string; icon: LucideIcon; href: string };
type Group = { title: string; entries: readonly Entry[] };

const PAUSE_MS = 120;
const FOUND_MAX = 6;

export type CommandPaletteProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Finds any resource and any action by typing. */
export function CommandPalette({ open, onOpenChange }: CommandPaletteProps) {
  const returnFocus = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade-in bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="-translate-x-1/2 fixed top-[12dvh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-xl overflow-hidden rounded-xl bg-raised shadow-float outline-none [animation:fade-in_120ms]"
        >
          <Radix.Title className="sr-only">Search</Radix.Title>
          <Finder onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Finder({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const resources = useResources(text);
  const pages = usePages(text);
  // What arrives later must not push away what one is about to choose.
  const groups = (text.trim() ? [...resources, ...pages] : [...pages, ...resources]).filter(
    ({ entries }) => entries.length > 0,
  );
  return (
    <Command label="Search" shouldFilter={false} loop>
      <div className="flex items-center gap-2.5 border-border border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Find an agent, an app, a page, an action…"
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
        />
      </div>
      <Command.List className="max-h-[60dvh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-muted">Nothing is called “{text}”.</Command.Empty>
        {groups.map(({ title, entries }) => (
          <Command.Group
            key={title}
            heading={title}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
          >
            {entries.map(({ id, label, detail, icon: Icon, href }) => (
              <Command.Item
                key={id}
                value={id}
                onSelect={() => {
                  onDone();
                  router.push(href);
                }}
                className="group flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover"
              >
                <Icon aria-hidden className="size-4 shrink-0 text-muted" />
                <span className="truncate">{label}</span>
                {detail && <span className="truncate text-muted text-xs">{detail}</span>}
                <CornerDownLeft
                  aria-hidden
                  className="ml-auto hidden size-3.5 text-muted group-data-[selected=true]:block"
                />
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

/** What the project holds under that name, asked of the server while one types. */
function useResources(text: string): readonly Group[] {
  const { project } = usePlace();
  const [groups, setGroups] = useState<readonly Group[]>([]);
  const projectId = project?.id;

  useEffect(() => {
    if (!projectId) return;
    const controller = new AbortController();
    const query = { project_id: projectId, search: text.trim(), page_size: FOUND_MAX };
    const base = `/projects/${projectId}`;
    const find = async <C extends Contract>(contract: C, toGroup: (found: Result<C>) => Group): Promise<Group[]> => {
      try {
        return [toGroup(await call(contract, { query, signal: controller.signal }))];
      } catch {
        // One kind that cannot be asked for must not hide the others.
        return [];
      }
    };
    async function search() {
      const found = await Promise.all([
        find(listWorkflows, ({ items }) => ({
          title: "Agents",
          entries: items.map(({ id, name }) => ({ id, label: name, icon: Bot, href: `${base}/agents/${id}` })),
        })),
        find(listApps, ({ items }) => ({
          title: "Deployments",
          entries: items.map(({ id, name }) => ({ id, label: name, icon: Rocket, href: `${base}/deployments/${id}` })),
        })),
        find(listConnections, ({ items }) => ({
          title: "Connections",
          entries: items.map(({ id, name, type }) => ({
            id,
            label: name,
            detail: type.split(".").at(-1) ?? "",
            icon: Cable,
            href: `${base}/connections?connection=${id}`,
          })),
        })),
      ]);
      if (!controller.signal.aborted) setGroups(found.flat());
    }
    const timer = setTimeout(() => void search(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text, projectId]);

  return groups;
}

/** Pages, projects and actions; they are known here. */
function usePages(text: string): readonly Group[] {
  const { project, projects, organization, organizations } = usePlace();
  const base = project && `/projects/${project.id}`;
  const settings = organization && `/settings/${organization.id}`;
  const entry = (label: string, icon: LucideIcon, href: string, detail?: string): Entry => ({
    id: `${href} ${label}`,
    label,
    icon,
    href,
    ...(detail && { detail }),
  });

  const actions = [
    ...(base
      ? [
          entry("New agent", Plus, `${base}/agents?new=1`),
          entry("Import agent", Plus, `${base}/agents?import=1`),
          entry("Add connection", Plus, `${base}/connections?new=1`),
        ]
      : []),
    ...(settings
      ? [
          entry("New project", Plus, `${settings}/projects?new=1`),
          entry("Invite a person", Plus, `${settings}/invitations?new=1`),
          entry("New Access Key", Plus, `${settings}/access-keys?new=1`),
        ]
      : []),
    entry("New personal access token", Plus, "/profile?tab=tokens&new=1"),
  ];
  const pages = [
    ...(base
      ? [
          entry("Overview", FolderOpen, base),
          ...NAVIGATION.flatMap(({ label, icon, folder }) => (folder ? [entry(label, icon, `${base}/${folder}`)] : [])),
        ]
      : []),
    ...(settings
      ? SETTINGS.map(({ label, folder }) => entry(label, Settings, `${settings}/${folder}`, "Settings"))
      : []),
    entry("Profile", User, "/profile"),
    entry("Organizations", FolderOpen, "/organizations"),
  ];
  const others = projects
    .filter(({ id }) => id !== project?.id)
    .map(({ id, name, org_id }) =>
      entry(name, FolderOpen, `/projects/${id}`, organizations.find((one) => one.id === org_id)?.name),
    );

  const wanted = text.trim().toLowerCase();
  const matching = (entries: readonly Entry[]) =>
    entries.filter(({ label, detail }) => `${label} ${detail ?? ""}`.toLowerCase().includes(wanted)).slice(0, 12);
  return [
    { title: "Actions", entries: matching(actions) },
    { title: "Go to", entries: matching(pages) },
    { title: "Projects", entries: matching(others) },
  ];
}
