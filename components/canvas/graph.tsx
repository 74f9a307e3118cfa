"use client";

import "@xyflow/react/dist/style.css";
import "./graph.css";
import {
  Background,
  BackgroundVariant,
  type Connection,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import {
  type DragEvent,
  forwardRef,
  type KeyboardEvent,
  type ReactNode,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { IconButton } from "@/components/ui/button";
import { definitionOf } from "@/lib/nodes/definitions";
import type { WorkflowDocument } from "@/lib/workflows/contract";
import { isFixed, type Position, type Source } from "./document";
import { connectionRefusal } from "./edits";
import { LabelledEdge } from "./labelled-edge";
import { NodeCard } from "./node-card";
import { heightOf, NODE_WIDTH } from "./size";
import { type CardNode, createView, type LabelledEdge as Labelled, type ViewState } from "./to-flow";

const NODE_TYPES = { card: NodeCard };
const EDGE_TYPES = { labelled: LabelledEdge };
const FIT = { padding: 0.08, maxZoom: 1, minZoom: 0.05 };
/** Beyond this many nodes the overview map costs more than it shows. */
const MAP_NODES_MAX = 800;

export const DRAGGED_NODE = "application/x-dynamiq-node";

export type GraphHandle = {
  readonly focus: () => void;
  readonly fit: () => void;
  /** Brings a node into sight where it is not. */
  readonly show: (id: string) => void;
  /** The middle of what is seen, in the graph's own measure. */
  readonly middle: () => Position;
};

export type GraphProps = {
  document: WorkflowDocument;
  view: ViewState;
  selectedEdge: string | null;
  label: string;
  isReadOnly: boolean;
  onSelect: (ids: readonly string[]) => void;
  onSelectEdge?: (id: string | null) => void;
  onOpen?: (id: string) => void;
  onMove?: (to: ReadonlyMap<string, Position>) => void;
  onMoveEnd?: () => void;
  onConnect?: (from: Source, to: string) => void;
  /** An edge was let go over nothing. `screen` is where, in the window. */
  onDropEdge?: (from: Source, at: Position, screen: Position) => void;
  onDropNode?: (key: string, at: Position) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  children?: ReactNode;
};

/** The graph as React Flow draws it. What the author does comes out as calls; nothing is kept here but the view. */
export const Graph = forwardRef<GraphHandle, GraphProps>(function Graph(props, ref) {
  return (
    <ReactFlowProvider>
      <GraphInside {...props} handle={ref} />
    </ReactFlowProvider>
  );
});

function GraphInside({
  document,
  view,
  selectedEdge,
  label,
  isReadOnly,
  onSelect,
  onSelectEdge,
  onOpen,
  onMove,
  onMoveEnd,
  onConnect,
  onDropEdge,
  onDropNode,
  onKeyDown,
  children,
  handle,
}: GraphProps & { handle: React.ForwardedRef<GraphHandle> }) {
  const box = useRef<HTMLDivElement>(null);
  const flow = useReactFlow<CardNode, Labelled>();
  const [derive] = useState(() => createView(definitionOf));
  const nodes = useMemo(() => derive.nodes(document, view), [derive, document, view]);
  const edges = useMemo(() => derive.edges(document, view, selectedEdge), [derive, document, view, selectedEdge]);

  useImperativeHandle(handle, () => ({
    focus: () => box.current?.focus({ preventScroll: true }),
    fit: () => void flow.fitView({ ...FIT, duration: motion(160) }),
    show: (id) => {
      const node = nodes.find((each) => each.id === id);
      const rect = box.current?.getBoundingClientRect();
      if (!node || !rect) return;
      const { x, y, zoom } = flow.getViewport();
      const left = node.position.x * zoom + x;
      const top = node.position.y * zoom + y;
      const width = NODE_WIDTH * zoom;
      const height = (node.height ?? heightOf(0)) * zoom;
      if (left >= 8 && top >= 8 && left + width <= rect.width - 8 && top + height <= rect.height - 8) return;
      void flow.setCenter(node.position.x + NODE_WIDTH / 2, node.position.y + (node.height ?? 0) / 2, {
        zoom: Math.max(zoom, 0.5),
        duration: motion(160),
      });
    },
    middle: () => {
      const rect = box.current?.getBoundingClientRect();
      if (!rect) return { x: 0, y: 0 };
      return flow.screenToFlowPosition({ x: rect.left + rect.width / 2, y: rect.top + rect.height / 2 });
    },
  }));

  function onNodesChange(changes: NodeChange<CardNode>[]) {
    const moved = new Map<string, Position>();
    let selected: Set<string> | null = null;
    for (const change of changes) {
      if (change.type === "position" && change.position) {
        moved.set(change.id, { x: Math.round(change.position.x), y: Math.round(change.position.y) });
      }
      if (change.type === "select") {
        selected ??= new Set(view.selected);
        if (change.selected) selected.add(change.id);
        else selected.delete(change.id);
      }
    }
    if (moved.size > 0) onMove?.(moved);
    if (selected) onSelect([...selected]);
  }

  function onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
    if (state.isValid || state.toNode || !state.fromNode || state.fromHandle?.type !== "source") return;
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    if (!point) return;
    const screen = { x: point.clientX, y: point.clientY };
    onDropEdge?.(
      { node: state.fromNode.id, option: state.fromHandle.id ?? null },
      flow.screenToFlowPosition(screen),
      screen,
    );
  }

  function onDrop(event: DragEvent) {
    const key = event.dataTransfer.getData(DRAGGED_NODE);
    if (!key) return;
    event.preventDefault();
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    onDropNode?.(key, { x: at.x - NODE_WIDTH / 2, y: at.y - heightOf(0) / 2 });
  }

  const from = (connection: Connection | Labelled): Source => ({
    node: connection.source,
    option: connection.sourceHandle ?? null,
  });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a further way to add; Enter in the palette does the same
    <div
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(DRAGGED_NODE)) event.preventDefault();
      }}
      onDrop={onDrop}
      className="relative h-full w-full min-w-0 bg-background"
    >
      <ReactFlow<CardNode, Labelled>
        ref={box}
        tabIndex={0}
        aria-label={label}
        aria-roledescription="workflow graph"
        onKeyDown={onKeyDown}
        className="focus-visible:-outline-offset-2"
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onNodeClick={(_, node) => {
          box.current?.focus({ preventScroll: true });
          onOpen?.(node.id);
        }}
        onEdgeClick={(_, edge) => {
          box.current?.focus({ preventScroll: true });
          onSelectEdge?.(edge.id);
        }}
        onPaneClick={() => {
          box.current?.focus({ preventScroll: true });
          onSelect([]);
          onSelectEdge?.(null);
        }}
        onNodeDragStop={() => onMoveEnd?.()}
        onSelectionDragStop={() => onMoveEnd?.()}
        onConnect={(connection) => onConnect?.(from(connection), connection.target)}
        onConnectEnd={onConnectEnd}
        isValidConnection={(connection) => {
          const refusal = connectionRefusal(document.flow, from(connection as Connection), connection.target);
          return refusal === null;
        }}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={["Meta", "Control", "Shift"]}
        selectionMode={SelectionMode.Partial}
        onlyRenderVisibleElements
        panOnScroll
        zoomOnDoubleClick={false}
        snapToGrid
        snapGrid={[4, 4]}
        connectionRadius={28}
        minZoom={0.05}
        maxZoom={2}
        fitView
        fitViewOptions={FIT}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} color="var(--border)" />
        {nodes.length <= MAP_NODES_MAX && (
          <MiniMap<CardNode>
            pannable
            zoomable
            ariaLabel="Overview"
            nodeStrokeWidth={0}
            nodeColor={(node) =>
              node.data.faults > 0 || node.data.run?.status === "failed" ? "var(--failed)" : "var(--border-strong)"
            }
            maskColor="color-mix(in oklch, var(--background) 70%, transparent)"
            bgColor="var(--surface)"
            className="!m-3 hidden overflow-hidden rounded-lg border border-border sm:block"
            style={{ width: 168, height: 112 }}
          />
        )}
      </ReactFlow>
      <div className="absolute bottom-3 left-3 z-10 flex rounded-lg border border-border bg-surface p-0.5">
        <IconButton label="Zoom in" className="size-7" onClick={() => void flow.zoomIn({ duration: motion(120) })}>
          <Plus aria-hidden />
        </IconButton>
        <IconButton label="Zoom out" className="size-7" onClick={() => void flow.zoomOut({ duration: motion(120) })}>
          <Minus aria-hidden />
        </IconButton>
        <IconButton
          label="Fit to view"
          className="size-7"
          onClick={() => void flow.fitView({ ...FIT, duration: motion(160) })}
        >
          <Maximize aria-hidden />
        </IconButton>
      </div>
      {children}
    </div>
  );
}

/** A time for a movement, or none where the person asked for stillness. */
const motion = (ms: number): number => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ms);

export const canDelete = (document: WorkflowDocument, ids: ReadonlySet<string>): boolean =>
  document.flow.nodes.some((node) => ids.has(node.id) && !isFixed(node));
