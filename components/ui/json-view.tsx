"use client";

import { ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";
import { Input } from "./input";
import { type JsonRow, rowsOf, search } from "./json-rows";
import { ScrollRegion } from "./scroll-region";

export type JsonViewProps = {
  value: unknown;
  /** What it is, for ears: "Output". */
  label: string;
  /** Levels that stand open at first. */
  openDepth?: number | undefined;
  className?: string | undefined;
};

/** Lines drawn at once; more are shown on request, so that no value freezes the page. */
const ROWS_STEP = 300;
/** Characters of a text shown before it is opened. */
const TEXT_SHORT = 600;
/** Characters of a text the page draws at most; copying takes all of it. */
const TEXT_MAX = 100_000;

/** Any JSON as a tree: it folds, is searched and copied. */
export function JsonView({ value, label, openDepth = 2, className }: JsonViewProps) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [text, setText] = useState("");
  const [rowsMax, setRowsMax] = useState(ROWS_STEP);
  const isTree = typeof value === "object" && value !== null;
  const wanted = text.trim();
  const found = useMemo(() => (wanted ? search(value, wanted) : null), [value, wanted]);

  const isOpen = (path: string, depth: number): boolean =>
    toggled.get(path) ?? (found ? found.shown.has(path) : depth < openDepth);
  const all = rowsOf(value, isOpen, found ? Number.POSITIVE_INFINITY : rowsMax);
  const matching = found ? all.filter(({ path }) => found.shown.has(path)) : all;
  const rows = matching.slice(0, rowsMax);

  return (
    <section
      aria-label={label}
      className={cn("rounded-lg border border-border bg-sunken font-mono text-xs", className)}
    >
      <div className="flex h-8 items-center gap-2 border-border border-b pr-1 pl-1">
        {isTree ? (
          <Input
            type="search"
            aria-label={`Search ${label}`}
            placeholder="Search"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setToggled(new Map());
            }}
            className="h-6 max-w-48 border-transparent bg-transparent font-sans text-xs hover:border-border"
          />
        ) : (
          <span className="pl-2 text-muted">{typeof value === "string" ? "text" : "value"}</span>
        )}
        <span role="status" className="flex-1 truncate font-sans text-muted">
          {found && (found.hits.size === 0 ? "Nothing found" : `${found.hits.size} found`)}
          {found?.isCut && " in the first 200,000 values"}
        </span>
        <CopyButton text={() => asText(value)} label={`Copy ${label}`} />
      </div>
      <ScrollRegion label={`${label}, content`} className="max-h-120 overflow-auto py-1.5">
        {rows.map((row) => (
          <Row
            key={row.path}
            row={row}
            isHit={found?.hits.has(row.path) ?? false}
            onToggle={() => setToggled(new Map(toggled).set(row.path, !row.isOpen))}
          />
        ))}
        {matching.length > rows.length && (
          <div className="px-3 py-1.5 font-sans">
            <Button size="sm" onClick={() => setRowsMax(rowsMax + ROWS_STEP * 4)}>
              Show more
            </Button>
          </div>
        )}
      </ScrollRegion>
    </section>
  );
}

const asText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? ""));

function Row({ row, isHit, onToggle }: { row: JsonRow; isHit: boolean; onToggle: () => void }) {
  const { depth, name, value, size, isOpen } = row;
  const indent = { paddingLeft: 8 + Math.min(depth, 24) * 14 };
  const key = name !== null && (
    <span className={cn("shrink-0 text-hue-violet", isHit && "rounded-sm bg-waiting/20")}>{name}:</span>
  );
  if (size === null || size === 0) {
    return (
      <div style={indent} className="flex min-h-5 gap-1.5 pr-3 leading-6">
        <span className="w-3.5 shrink-0" />
        {key}
        <Scalar value={value} isHit={isHit} />
      </div>
    );
  }
  return (
    <div style={indent} className="pr-3 leading-6">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex w-full items-center gap-1.5 rounded-sm text-left hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-muted transition-transform duration-120", isOpen && "rotate-90")}
        />
        {key}
        <span className="truncate text-muted">
          {Array.isArray(value) ? `[${size}]` : `{${size}}`}
          {!isOpen && ` ${preview(value)}`}
        </span>
      </button>
    </div>
  );
}

function Scalar({ value, isHit }: { value: unknown; isHit: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const mark = isHit && "rounded-sm bg-waiting/20";
  if (typeof value !== "string") {
    const hue =
      typeof value === "number" ? "text-hue-blue" : typeof value === "boolean" ? "text-hue-amber" : "text-muted";
    return (
      <span className={cn(hue, mark)}>
        {Array.isArray(value) ? "[]" : typeof value === "object" && value ? "{}" : String(value)}
      </span>
    );
  }
  const isLong = value.length > TEXT_SHORT;
  const shown = isLong && !isWhole ? value.slice(0, TEXT_SHORT) : value.slice(0, TEXT_MAX);
  return (
    <span className="min-w-0 flex-1">
      <span className={cn("whitespace-pre-wrap break-words text-hue-green", mark)}>
        "{shown}
        {shown.length < value.length ? "…" : '"'}
      </span>
      {isLong && (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
          className="ml-2 font-sans text-accent-text hover:underline"
        >
          {isWhole ? "Show less" : `Show all ${value.length.toLocaleString("en-US")} characters`}
        </button>
      )}
      {isWhole && value.length > TEXT_MAX && (
        <span className="ml-2 font-sans text-muted">Copy to see what is left.</span>
      )}
    </span>
  );
}

/** A glance into a closed branch. */
function preview(value: unknown): string {
  const names = Array.isArray(value) ? value.slice(0, 3).map(glance) : Object.keys(value as object).slice(0, 5);
  return names.join(", ").slice(0, 120);
}

const glance = (value: unknown): string =>
  typeof value === "object" && value !== null ? (Array.isArray(value) ? "[…]" : "{…}") : String(value).slice(0, 32);
