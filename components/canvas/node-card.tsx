"use client";

import { Handle, type NodeProps, Position, useStore } from "@xyflow/react";
import { TriangleAlert } from "lucide-react";
import { memo } from "react";
import { cn } from "@/components/ui/cn";
import { formatDuration } from "@/components/ui/format";
import { StatusIcon } from "@/components/ui/status-badge";
import type { JsonObject } from "@/lib/core/json";
import { definitionOf } from "@/lib/nodes/definitions";
import { type DocumentNode, INPUT_TYPE, nameOf, OUTPUT_TYPE } from "./document";
import { hueOf, iconOf } from "./icons";
import { NODE_HEIGHT, OPTION_HEIGHT, optionTop } from "./size";
import type { CardNode } from "./to-flow";
import { schemaFieldsOf } from "./variables";

const RUN_BORDER = {
  waiting: "border-dashed border-border-strong",
  running: "border-running ring-2 ring-running/25",
  succeeded: "border-succeeded",
  failed: "border-failed",
  skipped: "border-dashed border-skipped opacity-60",
  canceled: "border-dashed border-skipped opacity-60",
} as const;

const handleClass = "!size-2.5 !min-w-0 !rounded-full !border-2 !border-surface !bg-border-strong hover:!bg-accent";

/** One line that says what the node is set to. */
export function summaryOf(node: DocumentNode, connection: string | null): string {
  const definition = definitionOf(node.type);
  if (node.type === INPUT_TYPE || node.type === OUTPUT_TYPE) {
    const names = schemaFieldsOf(node).map(({ key }) => key);
    return names.length > 0 ? names.join(", ") : "No fields";
  }
  if (!definition) return "This node type cannot run here";
  const summary = summarySafe(() => definition.summary(node as unknown as JsonObject));
  return [summary, connection].filter(Boolean).join(" · ") || definition.title;
}

// A draft may hold anything where a summary expects its settings.
function summarySafe(make: () => string): string {
  try {
    return make();
  } catch {
    return "";
  }
}

/** Below this zoom nobody can read a card's words: drawing hundreds of them would only cost frames. */
const LEGIBLE_ZOOM = 0.3;
const isLegible = ({ transform }: { transform: [number, number, number] }): boolean => transform[2] >= LEGIBLE_ZOOM;

function NodeCardBase({ data, selected }: NodeProps<CardNode>) {
  const isDetailed = useStore(isLegible);
  const { node, options, faults, run, connection } = data;
  const definition = definitionOf(node.type);
  const Icon = iconOf(definition?.icon);
  const isInput = node.type === INPUT_TYPE;
  const isOutput = node.type === OUTPUT_TYPE;
  return (
    <div
      className={cn(
        "relative h-full w-full rounded-lg border bg-surface text-left",
        run ? RUN_BORDER[run.status] : faults > 0 ? "border-failed" : "border-border-strong/50",
        selected && "outline-2 outline-accent outline-offset-1",
      )}
    >
      {!isInput && (
        <Handle type="target" position={Position.Left} className={handleClass} style={{ top: NODE_HEIGHT / 2 }} />
      )}
      {isDetailed && (
        <div className="flex items-center gap-2.5 px-3" style={{ height: NODE_HEIGHT - 2 }}>
          <span
            className={cn("flex size-8 shrink-0 items-center justify-center rounded-md", hueOf(definition?.palette))}
          >
            <Icon aria-hidden className="size-4" />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium text-sm">{nameOf(node)}</span>
            <span className="block truncate text-muted text-xs">{summaryOf(node, connection)}</span>
          </span>
          {run ? (
            <span className="flex shrink-0 flex-col items-end gap-0.5">
              <StatusIcon status={run.status} />
              {run.durationMs !== null && (
                <span className="tabular text-2xs text-muted">{formatDuration(run.durationMs)}</span>
              )}
            </span>
          ) : (
            faults > 0 && (
              <span
                className="flex shrink-0 items-center gap-0.5 text-failed text-xs"
                title={`${faults} ${faults === 1 ? "fault" : "faults"}`}
              >
                <TriangleAlert aria-hidden className="size-4" />
                {faults}
              </span>
            )
          )}
        </div>
      )}
      {!isDetailed && <div className={cn("absolute top-3 left-3 size-11 rounded-md", hueOf(definition?.palette))} />}
      {options.map(({ option, label }, index) => (
        <div
          key={option}
          className={cn("flex items-center justify-end border-border border-t px-3 text-muted text-xs")}
          style={{ height: OPTION_HEIGHT }}
        >
          {isDetailed && <span className="truncate">{label}</span>}
          <Handle
            type="source"
            id={option}
            position={Position.Right}
            className={handleClass}
            style={{ top: optionTop(index) }}
          />
        </div>
      ))}
      {!isOutput && options.length === 0 && (
        <Handle type="source" position={Position.Right} className={handleClass} style={{ top: NODE_HEIGHT / 2 }} />
      )}
    </div>
  );
}

export const NodeCard = memo(NodeCardBase);
