"use client";

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from "@xyflow/react";
import { memo } from "react";
import { cn } from "@/components/ui/cn";
import type { LabelledEdge as Labelled } from "./to-flow";

const STROKE = { idle: "var(--border-strong)", live: "var(--running)", passed: "var(--succeeded)" };

function LabelledEdgeBase({
  id,
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
  data,
  selected,
}: EdgeProps<Labelled>) {
  const [path, x, y] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    borderRadius: 10,
  });
  const state = data?.state ?? "idle";
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={16}
        style={{
          stroke: selected ? "var(--accent)" : STROKE[state],
          strokeWidth: selected || state !== "idle" ? 2 : 1.5,
        }}
        className={cn(state === "live" && "canvas-edge-live")}
      />
      {data?.label && (
        <EdgeLabelRenderer>
          <span
            className="pointer-events-none absolute max-w-28 truncate rounded-sm border border-border bg-background px-1.5 text-2xs text-muted"
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {data.label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

export const LabelledEdge = memo(LabelledEdgeBase);
