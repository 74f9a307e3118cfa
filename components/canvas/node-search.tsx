"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { definitionOf } from "@/lib/nodes/definitions";
import type { FlowDocument } from "@/lib/workflows/contract";
import { nameOf } from "./document";
import { hueOf, iconOf } from "./icons";
import { summaryOf } from "./node-card";

export type NodeSearchProps = { flow: FlowDocument; onShow: (id: string) => void; onClose: () => void };

const SHOWN_MAX = 50;

/** Finds nodes by anything that stands in them: names, prompts, addresses. */
export function NodeSearch({ flow, onShow, onClose }: NodeSearchProps) {
  const id = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const wanted = query.trim().toLowerCase();
  const found = flow.nodes
    .filter((node) => wanted === "" || JSON.stringify(node).toLowerCase().includes(wanted))
    .slice(0, SHOWN_MAX);
  const at = Math.min(active, Math.max(0, found.length - 1));

  function onKey(event: KeyboardEvent) {
    const current = found[at];
    if (event.key === "ArrowDown") setActive((at + 1) % Math.max(1, found.length));
    else if (event.key === "ArrowUp") setActive((at - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter" && current) onShow(current.id);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
  }

  return (
    <search className="-translate-x-1/2 absolute top-3 left-1/2 z-20 w-80 max-w-[calc(100%-24px)] rounded-lg bg-raised p-1.5 shadow-float">
      <Input
        autoFocus
        role="combobox"
        aria-label="Search in the graph"
        aria-expanded
        aria-controls={`${id}-list`}
        {...(found[at] && { "aria-activedescendant": `${id}-${at}` })}
        placeholder="Search in the graph"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKey}
        onBlur={onClose}
      />
      <div id={`${id}-list`} role="listbox" aria-label="Nodes found" className="mt-1 max-h-64 overflow-y-auto">
        {found.map((node, index) => {
          const definition = definitionOf(node.type);
          const Icon = iconOf(definition?.icon);
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus and names the active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: the search field takes the keys
            <div
              key={node.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onShow(node.id)}
              className={cn(
                "flex h-9 cursor-default items-center gap-2 rounded-md px-1.5 hover:bg-hover",
                index === at && "bg-hover",
              )}
            >
              <span
                className={cn(
                  "flex size-6 shrink-0 items-center justify-center rounded-sm",
                  hueOf(definition?.palette),
                )}
              >
                <Icon aria-hidden className="size-3.5" />
              </span>
              <span className="truncate font-medium">{nameOf(node)}</span>
              <span className="truncate text-muted text-xs">{summaryOf(node, null)}</span>
            </div>
          );
        })}
        {found.length === 0 && (
          // biome-ignore lint/a11y/useFocusableInteractive: it says why there is nothing to choose
          <div role="option" aria-selected={false} aria-disabled className="px-2 py-2 text-muted">
            Nothing found.
          </div>
        )}
      </div>
    </search>
  );
}
