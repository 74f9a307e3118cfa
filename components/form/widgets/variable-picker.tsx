"use client";

import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { cn } from "@/components/ui/cn";
import type { PickableVariable } from "./widget";

type Group = {
  readonly name: string;
  readonly items: readonly { readonly variable: PickableVariable; readonly index: number }[];
};

/** The variables that fit what was typed after the slash. */
export function matching(variables: readonly PickableVariable[], query: string): readonly PickableVariable[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return variables.filter(({ label, description }) => {
    const text = `${label} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export type VariablePicker = {
  readonly isOpen: boolean;
  readonly open: (query?: string) => void;
  readonly setQuery: (query: string) => void;
  readonly close: () => void;
  /** True where the key was for the list. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  /** What the field must say of its list. */
  readonly aria: {
    role: "combobox";
    "aria-expanded": boolean;
    "aria-controls"?: string;
    "aria-activedescendant"?: string;
    "aria-autocomplete": "list";
  };
  readonly list: React.ReactNode;
};

/** The list under a field that offers the variables of all earlier nodes. The cursor stays in the field. */
export function useVariablePicker(
  variables: readonly PickableVariable[],
  anchor: RefObject<HTMLElement | null>,
  onPick: (variable: PickableVariable) => void,
): VariablePicker {
  const id = useId();
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const found = useMemo(() => (query === null ? [] : matching(variables, query)), [variables, query]);
  const at = Math.min(active, Math.max(0, found.length - 1));
  const isOpen = query !== null;

  function onKey(event: KeyboardEvent): boolean {
    if (!isOpen) return false;
    if (event.key === "Escape") {
      // Closes the list, not the panel around it.
      event.stopPropagation();
      setQuery(null);
    } else if (event.key === "ArrowDown") setActive((at + 1) % Math.max(1, found.length));
    else if (event.key === "ArrowUp") setActive((at - 1 + found.length) % Math.max(1, found.length));
    else if ((event.key === "Enter" || event.key === "Tab") && found[at]) onPick(found[at]);
    else return false;
    event.preventDefault();
    return true;
  }

  return {
    isOpen,
    open: (text = "") => {
      setActive(0);
      setQuery(text);
    },
    setQuery: (text) => {
      setActive(0);
      setQuery(text);
    },
    close: () => setQuery(null),
    onKey,
    aria: {
      role: "combobox",
      "aria-expanded": isOpen,
      "aria-autocomplete": "list",
      ...(isOpen && { "aria-controls": id }),
      ...(isOpen && found[at] && { "aria-activedescendant": `${id}-${at}` }),
    },
    list: isOpen && (
      <VariableList
        id={id}
        anchor={anchor}
        found={found}
        hasAny={variables.length > 0}
        active={at}
        onActive={setActive}
        onPick={onPick}
        onClose={() => setQuery(null)}
      />
    ),
  };
}

type VariableListProps = {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  found: readonly PickableVariable[];
  hasAny: boolean;
  active: number;
  onActive: (index: number) => void;
  onPick: (variable: PickableVariable) => void;
  onClose: () => void;
};

const LIST_HEIGHT = 280;

function VariableList({ id, anchor, found, hasAny, active, onActive, onPick, onClose }: VariableListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; width: number; top?: number; bottom?: number } | null>(null);

  useEffect(() => {
    function follow() {
      const rect = anchor.current?.getBoundingClientRect();
      if (!rect) return;
      const width = Math.max(280, rect.width);
      const left = Math.max(8, Math.min(rect.left, window.innerWidth - width - 8));
      const isBelow = window.innerHeight - rect.bottom > LIST_HEIGHT + 16 || rect.top < LIST_HEIGHT;
      setPlace(
        isBelow ? { left, width, top: rect.bottom + 4 } : { left, width, bottom: window.innerHeight - rect.top + 4 },
      );
    }
    follow();
    window.addEventListener("scroll", follow, true);
    window.addEventListener("resize", follow);
    return () => {
      window.removeEventListener("scroll", follow, true);
      window.removeEventListener("resize", follow);
    };
  }, [anchor]);

  useEffect(() => {
    function onPointer(event: PointerEvent) {
      const target = event.target as globalThis.Node;
      if (!box.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    }
    window.addEventListener("pointerdown", onPointer, true);
    return () => window.removeEventListener("pointerdown", onPointer, true);
  }, [anchor, onClose]);

  useEffect(() => {
    box.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);

  const groups: Group[] = [];
  for (const [index, variable] of found.entries()) {
    const last = groups.at(-1);
    if (last && last.name === variable.nodeName)
      groups[groups.length - 1] = { ...last, items: [...last.items, { variable, index }] };
    else groups.push({ name: variable.nodeName, items: [{ variable, index }] });
  }

  return createPortal(
    <div
      ref={box}
      className="fixed z-60 overflow-y-auto rounded-lg bg-raised p-1 shadow-float"
      style={{ maxHeight: LIST_HEIGHT, ...(place ?? { visibility: "hidden" }) }}
    >
      <div id={id} role="listbox" aria-label="Variables">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options with this role
          <div key={group.name} role="group" aria-label={group.name}>
            <div aria-hidden className="px-2 pt-1.5 pb-0.5 font-medium text-2xs text-muted">
              {group.name}
            </div>
            {group.items.map(({ variable, index }) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
              <div
                key={variable.path}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                onPointerMove={() => onActive(index)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => onPick(variable)}
                className={cn(
                  "flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 py-1",
                  index === active && "bg-hover",
                )}
              >
                <span className="truncate font-mono text-xs">{variable.label}</span>
                <span className="ml-auto shrink-0 font-mono text-2xs text-muted">{variable.type}</span>
              </div>
            ))}
          </div>
        ))}
        {found.length === 0 && (
          // biome-ignore lint/a11y/useFocusableInteractive: it says why there is nothing to choose
          <div role="option" aria-selected={false} aria-disabled className="px-2 py-2 text-muted text-xs">
            {hasAny
              ? "No variable of that name."
              : "Nothing runs before this node yet. Connect it to the node whose output it needs."}
          </div>
        )}
      </div>
    </div>,
    document.body,
  );
}
