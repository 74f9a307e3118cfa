"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, type Ref, useId, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { DRAGGED_NODE } from "./graph";
import { hueOf, iconOf } from "./icons";
import { type PaletteEntry, paletteGroups } from "./palette-entries";

export type PaletteProps = {
  entries: readonly PaletteEntry[];
  onAdd: (entry: PaletteEntry) => void;
  onLeave?: (() => void) | undefined;
  /** Why nothing can be added. */
  disabledReason?: string | undefined;
  isAutoFocused?: boolean | undefined;
  searchRef?: Ref<HTMLInputElement> | undefined;
  className?: string | undefined;
};

/** The node types to choose from: searched by typing, walked with the arrow keys, added by Enter, a click or a drag. */
export function NodePalette({
  entries,
  onAdd,
  onLeave,
  disabledReason,
  isAutoFocused = false,
  searchRef,
  className,
}: PaletteProps) {
  const id = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const groups = paletteGroups(entries, query);
  const flat = groups.flatMap((group) => group.entries);
  const at = Math.min(active, Math.max(0, flat.length - 1));
  const current = flat[at];

  function choose(entry: PaletteEntry) {
    setQuery("");
    setActive(0);
    onAdd(entry);
  }

  function onKey(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "ArrowDown") setActive((at + 1) % Math.max(1, flat.length));
    else if (event.key === "ArrowUp") setActive((at - 1 + flat.length) % Math.max(1, flat.length));
    else if (event.key === "Enter" && current) choose(current);
    else if (event.key === "Escape" && onLeave) {
      event.stopPropagation();
      onLeave();
    } else return;
    event.preventDefault();
    requestAnimationFrame(() => document.getElementById(`${id}-active`)?.scrollIntoView({ block: "nearest" }));
  }

  return (
    <div className={cn("flex min-h-0 flex-col", className)}>
      <div className="relative p-2">
        <Search
          aria-hidden
          className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-4 size-4 text-muted"
        />
        <Input
          ref={searchRef}
          autoFocus={isAutoFocused}
          role="combobox"
          aria-label="Search nodes"
          aria-expanded={flat.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(current && { "aria-activedescendant": `${id}-active` })}
          data-page-search
          placeholder="Search nodes"
          value={query}
          disabled={disabledReason !== undefined}
          autoComplete="off"
          className="pl-8"
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label="Nodes" className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options with this role
          <div key={group.id} role="group" aria-label={group.title}>
            <div aria-hidden className="px-1.5 pt-2 pb-1 font-medium text-2xs text-muted uppercase tracking-wide">
              {group.title}
            </div>
            {group.entries.map((entry) => {
              const Icon = iconOf(entry.icon);
              const isActive = entry === current;
              return (
                // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus and names the active option
                // biome-ignore lint/a11y/useKeyWithClickEvents: the search field takes the keys
                <div
                  key={entry.key}
                  id={isActive ? `${id}-active` : undefined}
                  role="option"
                  aria-selected={isActive}
                  draggable={disabledReason === undefined}
                  title={entry.description}
                  onDragStart={(event) => {
                    event.dataTransfer.setData(DRAGGED_NODE, entry.key);
                    event.dataTransfer.effectAllowed = "copy";
                  }}
                  onClick={() => disabledReason === undefined && choose(entry)}
                  className={cn(
                    "flex h-9 cursor-grab select-none items-center gap-2 rounded-md px-1.5 hover:bg-hover active:cursor-grabbing",
                    isActive && "bg-hover",
                  )}
                >
                  <span
                    className={cn("flex size-6 shrink-0 items-center justify-center rounded-sm", hueOf(entry.palette))}
                  >
                    <Icon aria-hidden className="size-3.5" />
                  </span>
                  <span className="truncate">{entry.title}</span>
                </div>
              );
            })}
          </div>
        ))}
        {flat.length === 0 && (
          // biome-ignore lint/a11y/useFocusableInteractive: it says why there is nothing to choose
          <div role="option" aria-selected={false} aria-disabled className="px-1.5 py-3 text-muted">
            No node of that name.
          </div>
        )}
      </div>
    </div>
  );
}
