import type { TraceRun } from "@/lib/traces/contract";

/** One row of the tree: a line of the trace, how deep it is, and what hides below it. */
export type Row = {
  readonly run: TraceRun;
  /** From 0. */
  readonly depth: number;
  readonly childCount: number;
  readonly isOpen: boolean;
};

/**
 * The rows to show, parents before children, in order of start.
 *
 * A collected trace may be odd: a line whose parent is missing stands at the top, and so does one of a
 * circle of parents, so that every line shows exactly once.
 */
export function rowsOf(runs: readonly TraceRun[], closed: ReadonlySet<string>): readonly Row[] {
  const children = childrenOf(runs);
  const rows: Row[] = [];
  const seen = new Set<string>();
  const stack = (children.get(null) ?? []).map((run) => ({ run, depth: 0 })).reverse();
  const walk = (isHidden: (id: string) => boolean) => {
    for (let top = stack.pop(); top; top = stack.pop()) {
      const { run, depth } = top;
      if (seen.has(run.id)) continue;
      seen.add(run.id);
      const below = children.get(run.id) ?? [];
      const isOpen = !isHidden(run.id);
      rows.push({ run, depth, childCount: below.length, isOpen });
      if (isOpen) stack.push(...below.map((child) => ({ run: child, depth: depth + 1 })).reverse());
      else for (const id of descendants(below, children)) seen.add(id);
    }
  };
  walk((id) => closed.has(id));
  for (const run of runs) {
    if (seen.has(run.id)) continue;
    stack.push({ run, depth: 0 });
    walk((id) => closed.has(id));
  }
  return rows;
}

function childrenOf(runs: readonly TraceRun[]): ReadonlyMap<string | null, readonly TraceRun[]> {
  const ids = new Set(runs.map(({ id }) => id));
  const children = new Map<string | null, TraceRun[]>();
  for (const run of runs) {
    const { parent_run_id: parent } = run;
    const above = parent !== null && parent !== run.id && ids.has(parent) ? parent : null;
    const siblings = children.get(above);
    if (siblings) siblings.push(run);
    else children.set(above, [run]);
  }
  return children;
}

function descendants(
  runs: readonly TraceRun[],
  children: ReadonlyMap<string | null, readonly TraceRun[]>,
): Set<string> {
  const found = new Set<string>();
  const open = [...runs];
  for (let run = open.pop(); run; run = open.pop()) {
    if (found.has(run.id)) continue;
    found.add(run.id);
    open.push(...(children.get(run.id) ?? []));
  }
  return found;
}

/** The time a trace covers, epoch milliseconds. A line that still runs lasts until `now`. */
export type Extent = { readonly start: number; readonly end: number };

export function extentOf(runs: readonly TraceRun[], now: number): Extent {
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const run of runs) {
    start = Math.min(start, Date.parse(run.start_time));
    end = Math.max(end, endOf(run, now));
  }
  return Number.isFinite(start) ? { start, end: Math.max(end, start + 1) } : { start: now, end: now + 1 };
}

export const endOf = ({ end_time, start_time }: TraceRun, now: number): number =>
  end_time === null ? Math.max(now, Date.parse(start_time)) : Date.parse(end_time);

export const durationOf = (run: TraceRun, now: number): number => endOf(run, now) - Date.parse(run.start_time);

/** Where a line's bar begins and how wide it is, in per cent of the trace. */
export function barOf(run: TraceRun, { start, end }: Extent, now: number): { left: number; width: number } {
  const whole = end - start;
  const left = ((Date.parse(run.start_time) - start) / whole) * 100;
  return { left, width: Math.max(0.4, ((endOf(run, now) - Date.parse(run.start_time)) / whole) * 100) };
}
