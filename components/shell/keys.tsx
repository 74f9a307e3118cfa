"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

/** One line of the list of keys: `keys` are pressed together, or one after the other where there is a "then". */
export type KeyHelp = { keys: readonly string[]; what: string };
export type KeyGroup = { title: string; keys: readonly KeyHelp[] };

const Keys = createContext<(group: KeyGroup) => () => void>(() => () => {});

/** Tells the list of keys (`?`) what works on this screen, for as long as it is shown. `group` must keep its identity. */
export function useScreenKeys(group: KeyGroup): void {
  const add = useContext(Keys);
  useEffect(() => add(group), [add, group]);
}

const GENERAL: KeyGroup = {
  title: "Everywhere",
  keys: [
    { keys: ["⌘ K", "or", "Ctrl K"], what: "Find anything, do anything" },
    { keys: ["/"], what: "Search this page" },
    { keys: ["g", "then", "a"], what: "Go to Agents" },
    { keys: ["g", "then", "d"], what: "Go to Deployments" },
    { keys: ["g", "then", "c"], what: "Go to Connections" },
    { keys: ["?"], what: "This list" },
    { keys: ["Esc"], what: "Close what is open" },
  ],
};

export function KeysProvider({
  open,
  onOpenChange,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}) {
  const [groups, setGroups] = useState<readonly KeyGroup[]>([]);
  const [add] = useState(() => (group: KeyGroup) => {
    setGroups((known) => [...known, group]);
    return () => setGroups((known) => known.filter((one) => one !== group));
  });
  return (
    <Keys value={add}>
      {children}
      <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
        <div className="grid gap-5">
          {[...groups, GENERAL].map(({ title, keys }) => (
            <section key={title}>
              <h3 className="mb-1 font-medium text-muted text-xs">{title}</h3>
              <dl className="divide-y divide-border">
                {keys.map((line) => (
                  <div key={line.what} className="flex min-h-9 items-center justify-between gap-4">
                    <dt>{line.what}</dt>
                    <dd className="flex shrink-0 items-center gap-1 text-muted text-xs">
                      {line.keys.map((key) =>
                        key === "or" || key === "then" ? <span key={key}>{key}</span> : <Kbd key={key}>{key}</Kbd>,
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </Dialog>
    </Keys>
  );
}
