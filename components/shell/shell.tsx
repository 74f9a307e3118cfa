"use client";

import { Menu, Search } from "lucide-react";
import { useParams, usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { TimeZoneProvider } from "@/components/ui/time-zone";
import { CommandPalette } from "./command-palette";
import { KeysProvider } from "./keys";
import { Logo } from "./logo";
import { NAVIGATION } from "./navigation";
import { PlaceProvider, type Surroundings } from "./place";
import { rememberProject } from "./remember-project";
import { Sidebar } from "./sidebar";

/** Milliseconds within which the second key of `g a` must follow. */
const SEQUENCE_MS = 1200;

export function Shell({ surroundings, children }: { surroundings: Surroundings; children: ReactNode }) {
  const [isSearching, setSearching] = useState(false);
  const [isListingKeys, setListingKeys] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const pathname = usePathname();
  const [menuPath, setMenuPath] = useState(pathname);
  if (pathname !== menuPath) {
    setMenuPath(pathname);
    setMenuOpen(false);
  }
  const { projectId } = useParams<{ projectId?: string }>();
  const isKnown = surroundings.projects.some(({ id }) => id === projectId);

  useEffect(() => {
    if (projectId && isKnown) rememberProject(projectId);
  }, [projectId, isKnown]);

  const target = projectId ?? surroundings.lastProjectId ?? surroundings.projects[0]?.id;
  useKeys(target, {
    onSearch: () => setSearching((open) => !open),
    onList: () => setListingKeys(true),
  });

  return (
    <PlaceProvider value={surroundings}>
      <TimeZoneProvider timeZone={surroundings.person.timezone || undefined}>
        <KeysProvider open={isListingKeys} onOpenChange={setListingKeys}>
          <a
            href="#content"
            className="sr-only rounded-md bg-accent px-3 py-2 text-accent-contrast focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60"
          >
            Skip to content
          </a>
          <div className="flex h-dvh flex-col md:flex-row">
            <aside aria-label="Sidebar" className="hidden w-56 shrink-0 border-border border-r bg-sunken md:block">
              <Sidebar onSearch={() => setSearching(true)} onKeys={() => setListingKeys(true)} />
            </aside>
            <header className="flex h-12 shrink-0 items-center gap-1 border-border border-b bg-sunken px-2 md:hidden">
              <IconButton label="Open menu" onClick={() => setMenuOpen(true)}>
                <Menu aria-hidden />
              </IconButton>
              <Logo className="flex-1" />
              <IconButton label="Search" onClick={() => setSearching(true)}>
                <Search aria-hidden />
              </IconButton>
            </header>
            <main id="content" tabIndex={-1} className="min-h-0 min-w-0 flex-1 overflow-y-auto outline-none">
              {children}
            </main>
          </div>
          <Sheet open={isMenuOpen} onOpenChange={setMenuOpen} title="Menu" side="left" size="sm" isBare>
            <Sidebar
              onSearch={() => {
                setMenuOpen(false);
                setSearching(true);
              }}
            />
          </Sheet>
          <CommandPalette open={isSearching} onOpenChange={setSearching} />
        </KeysProvider>
      </TimeZoneProvider>
    </PlaceProvider>
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest("input, textarea, select, [contenteditable=true], .cm-editor") !== null;

const isCovered = (): boolean => document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null;

function useKeys(projectId: string | undefined, on: { onSearch: () => void; onList: () => void }) {
  const router = useRouter();
  const latest = useRef(on);
  useEffect(() => {
    latest.current = on;
  });

  useEffect(() => {
    let goPressedAt = Number.NEGATIVE_INFINITY;
    function onKeyDown(event: KeyboardEvent) {
      if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current.onSearch();
        return;
      }
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target) || isCovered()) return;
      if (event.key === "?") {
        event.preventDefault();
        latest.current.onList();
      } else if (event.key === "/") {
        const search = document.querySelector<HTMLInputElement>("[data-page-search]");
        if (!search) return;
        event.preventDefault();
        search.focus();
      } else if (event.key === "g") {
        goPressedAt = event.timeStamp;
      } else if (event.timeStamp - goPressedAt < SEQUENCE_MS && projectId) {
        goPressedAt = Number.NEGATIVE_INFINITY;
        const item = NAVIGATION.find(({ key }) => key === event.key);
        if (item?.folder) router.push(`/projects/${projectId}/${item.folder}`);
      }
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [projectId, router]);
}
