"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { formatDuration, formatMoney, formatTokens } from "@/components/ui/format";
import { StatusIcon } from "@/components/ui/status-badge";
import type { TraceRun } from "@/lib/traces/contract";
import { barOf, durationOf, extentOf, type Row, rowsOf } from "./rows";
import { standingOf, usageOf } from "./span";

const ROW_HEIGHT = 32;

export type SpanTreeProps = {
  runs: readonly TraceRun[];
  selectedId: string | null;
  onSelect: (id: string) => void;
  /** Epoch milliseconds: until when a line that still runs is drawn. */
  now: number;
};

/** The lines of a trace with their bars on one time axis. Arrow keys walk, left and right close and open. */
export function SpanTree({ runs, selectedId, onSelect, now }: SpanTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(runs, closed), [runs, closed]);
  const extent = useMemo(() => extentOf(runs, now), [runs, now]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });

  function toggle(id: string) {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    setClosed(next);
  }

  function go(index: number) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    onSelect(row.run.id);
    virtualizer.scrollToIndex(rows.indexOf(row));
  }

  function onKeyDown(event: KeyboardEvent) {
    const index = rows.findIndex(({ run }) => run.id === selectedId);
    const row = rows[index];
    const parent = rows.findIndex(({ run }) => run.id === row?.run.parent_run_id);
    const hasChildren = row !== undefined && row.childCount > 0;
    switch (event.key) {
      case "ArrowDown":
        go(index + 1);
        break;
      case "ArrowUp":
        go(index - 1);
        break;
      case "Home":
        go(0);
        break;
      case "End":
        go(rows.length - 1);
        break;
      case "ArrowRight":
        if (hasChildren && !row.isOpen) toggle(row.run.id);
        else go(index + 1);
        break;
      case "ArrowLeft":
        if (hasChildren && row.isOpen) toggle(row.run.id);
        else if (parent >= 0) go(parent);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div aria-hidden className="flex h-7 items-center border-border border-b px-3 text-2xs text-muted">
        <span className="w-[44%] min-w-0">Step</span>
        <span className="flex-1">Time</span>
        <span className="tabular w-20 text-right">{formatDuration(extent.end - extent.start)}</span>
      </div>
      <div
        ref={scroller}
        role="tree"
        aria-label="Steps of the trace"
        aria-activedescendant={selectedId ? `span-${selectedId}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      >
        <div role="none" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return (
              row && (
                <SpanRow
                  key={row.run.id}
                  row={row}
                  top={start}
                  bar={barOf(row.run, extent, now)}
                  durationMs={durationOf(row.run, now)}
                  isSelected={row.run.id === selectedId}
                  onSelect={() => onSelect(row.run.id)}
                  onToggle={() => toggle(row.run.id)}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

type SpanRowProps = {
  row: Row;
  top: number;
  bar: { left: number; width: number };
  durationMs: number;
  isSelected: boolean;
  onSelect: () => void;
  onToggle: () => void;
};

const BAR = {
  running: "bg-running",
  succeeded: "bg-succeeded",
  failed: "bg-failed",
  skipped: "bg-skipped",
  canceled: "bg-skipped",
} as const;

function SpanRow({ row, top, bar, durationMs, isSelected, onSelect, onToggle }: SpanRowProps) {
  const { run, depth, childCount, isOpen } = row;
  const standing = standingOf(run);
  const usage = usageOf(run);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys for its rows
    <div
      id={`span-${run.id}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={isSelected}
      {...(childCount > 0 && { "aria-expanded": isOpen })}
      onClick={onSelect}
      className={cn(
        "absolute inset-x-0 flex cursor-default items-center px-3 text-sm hover:bg-hover",
        isSelected && "bg-hover shadow-[inset_2px_0_0_var(--accent)]",
      )}
      style={{ top, height: ROW_HEIGHT }}
    >
      <div className="flex w-[44%] min-w-0 items-center gap-1.5 pr-3" style={{ paddingLeft: Math.min(depth, 12) * 16 }}>
        {childCount > 0 ? (
          <Chevron
            aria-hidden
            className="size-4 shrink-0 text-muted"
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          />
        ) : (
          <span className="w-4 shrink-0" />
        )}
        <StatusIcon status={standing} />
        <span className="truncate" title={run.name}>
          {run.name}
        </span>
        {usage && (
          <span className="tabular ml-auto shrink-0 pl-2 text-muted text-xs">
            {formatTokens(usage.total_tokens)} tok
            {usage.cost !== null && ` · ${formatMoney(usage.cost)}`}
          </span>
        )}
      </div>
      <div className="relative h-full flex-1">
        <span
          aria-hidden
          className={cn("absolute top-1/2 h-1.5 -translate-y-1/2 rounded-full opacity-80", BAR[standing])}
          style={{
            left: `${Math.min(bar.left, 99.6)}%`,
            width: `${Math.min(bar.width, 100 - Math.min(bar.left, 99.6))}%`,
          }}
        />
      </div>
      <span className="tabular w-20 shrink-0 text-right text-muted text-xs">
        {standing === "skipped" ? "–" : formatDuration(durationMs)}
      </span>
    </div>
  );
}
