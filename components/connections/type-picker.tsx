"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { Input } from "@/components/ui/input";
import type { ConnectionType } from "@/lib/connections/contract";
import { TypeIcon } from "./type-icon";

export type TypePickerProps = { types: readonly ConnectionType[]; onPick: (type: ConnectionType) => void };

export function TypePicker({ types, onPick }: TypePickerProps) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const found = types.filter(({ title, group }) => `${title} ${group}`.toLowerCase().includes(wanted));
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <div className="grid gap-4">
      <div className="relative">
        <Search
          aria-hidden
          className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2.5 size-4 text-muted"
        />
        <Input
          type="search"
          aria-label="Search types"
          placeholder="Search types"
          className="pl-8"
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !found[0]) return;
            // The form that appears must not take this very press as its own.
            event.preventDefault();
            onPick(found[0]);
          }}
        />
      </div>
      {found.length === 0 && (
        <p className="py-6 text-center text-muted">
          No type is called “{text}”. Any HTTP service works with <strong>HTTP</strong>.
        </p>
      )}
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <h3 className="mb-1.5 font-medium text-muted text-xs">{group}</h3>
          <div className="grid grid-cols-2 gap-2">
            {found
              .filter((type) => type.group === group)
              .map((type) => (
                <button
                  key={type.type}
                  type="button"
                  onClick={() => onPick(type)}
                  className="flex h-10 items-center gap-2 rounded-lg border border-border px-2 text-left font-medium transition-colors duration-150 hover:border-border-strong hover:bg-hover"
                >
                  <TypeIcon icon={type.icon} group={type.group} />
                  <span className="truncate">{type.title}</span>
                </button>
              ))}
          </div>
        </section>
      ))}
    </div>
  );
}
