"use client";

import { PanelLeft, Plus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { DeploySheet } from "@/components/apps/deploy-sheet";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { failureOf, useSubmit } from "@/components/form/use-submit";
import { type KeyGroup, useScreenKeys } from "@/components/shell/keys";
import { Button, IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { type Connection, listConnections } from "@/lib/connections/contract";
import { call } from "@/lib/http/call";
import { nodeDefinitions } from "@/lib/nodes/definitions";
import {
  archiveWorkflow,
  duplicateWorkflow,
  getWorkflowVersion,
  restoreWorkflowVersion,
  unarchiveWorkflow,
  updateWorkflow,
  type Workflow,
  type WorkflowDocument,
  type WorkflowVersion,
  type WorkflowVersionSummary,
} from "@/lib/workflows/contract";
import { centredAt, fromClipboard, toClipboard } from "./clipboard";
import { isFixed, nameOf, nodeById, OUTPUT_TYPE, type Position, type Source, waitsOf, withLayout } from "./document";
import { type Alignment, aligned } from "./edits";
import { countByNode } from "./faults";
import { canDelete, Graph, type GraphHandle } from "./graph";
import { EditorHeader } from "./header";
import { FaultList, Inspector } from "./inspector";
import { arrange } from "./layout";
import { LeaveGuard } from "./leave-guard";
import { NodeSearch } from "./node-search";
import { NodePalette } from "./palette";
import { freshNode, type PaletteEntry, paletteEntries } from "./palette-entries";
import { SavePanel } from "./save-panel";
import { NODE_HEIGHT, NODE_WIDTH } from "./size";
import { sizedBoxes } from "./size-of";
import { TestView } from "./test-view";
import { sourcesOf, type ViewState } from "./to-flow";
import { useEditor } from "./use-editor";
import { useFaults } from "./use-faults";
import { useLocalDraft } from "./use-local-draft";
import { useSave } from "./use-save";
import { isTyping, useShortcuts } from "./use-shortcuts";
import { VersionsSheet } from "./versions-sheet";
import { type Direction, neighbourOf } from "./walk";

export type EditorProps = {
  workflow: Workflow;
  connections: readonly Connection[];
  /** Why the person cannot change it; undefined where they can. */
  editReason: string | undefined;
  /** A version to show instead of the latest, and a node to show first. */
  version?: WorkflowVersion | undefined;
  nodeId?: string | undefined;
};

const ENTRIES = paletteEntries(nodeDefinitions);
const GAP = 96;
const STEP = 16;

const KEYS: KeyGroup = {
  title: "Canvas",
  keys: [
    { keys: ["←", "→", "↑", "↓"], what: "Walk the graph" },
    { keys: ["Enter"], what: "Edit the node" },
    { keys: ["⇧", "←", "→", "↑", "↓"], what: "Move the node" },
    { keys: ["a"], what: "Add a node after this one" },
    { keys: ["Delete"], what: "Delete" },
    { keys: ["⌘ Z", "or", "Ctrl Z"], what: "Undo" },
    { keys: ["⇧ ⌘ Z", "or", "Ctrl Y"], what: "Redo" },
    { keys: ["⌘ C", "⌘ X", "⌘ V"], what: "Copy, cut, paste" },
    { keys: ["⌘ D"], what: "Duplicate" },
    { keys: ["⌘ A"], what: "Select all" },
    { keys: ["⌘ F"], what: "Search in the graph" },
    { keys: ["⌘ S"], what: "Save" },
    { keys: ["f"], what: "Fit the graph to the view" },
    { keys: ["l"], what: "Arrange the graph" },
    { keys: ["t"], what: "Test" },
  ],
};

type Panel = "save" | "versions" | "deploy" | "save-as-new" | null;
type Dropped = { readonly from: Source; readonly at: Position; readonly screen: Position };

/** The workflow editor: the graph, the panel of the selected node, saving, testing and deploying. */
export function Editor({ workflow: given, connections: givenConnections, editReason, version, nodeId }: EditorProps) {
  const router = useRouter();
  const graph = useRef<GraphHandle>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const paletteSearch = useRef<HTMLInputElement>(null);
  const [workflow, setWorkflow] = useState(given);
  const [state, actions] = useEditor(given, nodeId === undefined ? [] : [nodeId]);
  const document = state.history.present;
  const [saved, setSaved] = useState<WorkflowDocument>(document);
  const isDirty = document !== saved && document.flow.nodes.length > 0;
  const [connections, setConnections] = useState(givenConnections);
  const [preview, setPreview] = useState<WorkflowVersion | null>(version ?? null);
  const [panel, setPanel] = useState<Panel>(null);
  const [isTesting, setTesting] = useState(false);
  const [isSearching, setSearching] = useState(false);
  const [isFaultsOpen, setFaultsOpen] = useState(false);
  const [isInspecting, setInspecting] = useState(nodeId !== undefined);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const { problems } = useFaults(document.flow, connections);
  const errors = useMemo(() => problems.filter(({ severity }) => severity === "error"), [problems]);
  const local = useLocalDraft(workflow.id, workflow, document, isDirty);
  const save = useSave(workflow);
  useScreenKeys(KEYS);
  useConnections(workflow.project_id, setConnections);

  const previewed = useMemo(() => (preview ? withLayout(preview) : null), [preview]);
  const shown = previewed ?? document;
  const connectionNames = useMemo(() => new Map(connections.map(({ id, name }) => [id, name])), [connections]);
  const view = useMemo<ViewState>(
    () => ({
      selected: state.selected,
      faults: preview ? new Map() : countByNode(problems),
      runs: null,
      connections: connectionNames,
    }),
    [state.selected, problems, preview, connectionNames],
  );
  const isArchived = workflow.status === "archived";
  const reason =
    editReason ??
    (preview
      ? "This is an earlier version."
      : isArchived
        ? "This workflow is archived. Bring it back first."
        : undefined);
  const isReadOnly = reason !== undefined;
  const only = state.selected.size === 1 ? [...state.selected][0] : undefined;
  const selected = only === undefined ? undefined : nodeById(shown, only);
  const faultCount = `${errors.length} ${errors.length === 1 ? "fault" : "faults"}`;
  const testReason = errors.length > 0 ? `The graph has ${faultCount} to be fixed first.` : undefined;

  // The panel takes a part of the canvas: what is selected stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the panel's coming and going is what may hide it
  useEffect(() => {
    if (only !== undefined) graph.current?.show(only);
  }, [only, isInspecting]);

  function show(id: string): void {
    const node = nodeById(shown, id);
    if (!node) return;
    actions.select([id], nameOf(node));
    setInspecting(true);
    graph.current?.show(id);
  }

  /** Where a node goes that comes after another: to the right, below what stands there. */
  function placeAfter(after: string): Position {
    const loose = document.flow.nodes.find((node) => node.type === OUTPUT_TYPE && waitsOf(node).length === 0);
    const boxes = sizedBoxes(document).filter(({ id }) => id !== loose?.id);
    const box = boxes.find(({ id }) => id === after);
    if (!box) return graph.current?.middle() ?? { x: 0, y: 0 };
    let at = { x: box.x + NODE_WIDTH + GAP, y: box.y };
    const isTaken = (): boolean =>
      boxes.some(
        (each) =>
          Math.abs(each.x - at.x) < NODE_WIDTH && at.y < each.y + each.height + 16 && each.y < at.y + NODE_HEIGHT + 16,
      );
    while (isTaken()) at = { x: at.x, y: at.y + NODE_HEIGHT + 32 };
    return at;
  }

  function add(entry: PaletteEntry, where?: { at: Position; after?: Source }): void {
    if (reason !== undefined) {
      actions.say(reason);
      return;
    }
    const node = freshNode(entry, connections);
    const follows = where ? undefined : selected && selected.type !== OUTPUT_TYPE ? selected : undefined;
    const options = follows
      ? sourcesOf(
          follows,
          nodeDefinitions.find(({ type }) => type === follows.type),
        )
      : [];
    // The first branch that leads nowhere yet.
    const free = options.find(
      ({ option }) =>
        !document.flow_ui.edges.some(({ source, sourceHandle }) => source === follows?.id && sourceHandle === option),
    );
    const after =
      where?.after ?? (follows ? { node: follows.id, option: (free ?? options[0])?.option ?? null } : undefined);
    const at = where?.at ?? (follows ? placeAfter(follows.id) : (graph.current?.middle() ?? { x: 0, y: 0 }));
    actions.edit(
      { kind: "add", node, at, after },
      { key: "add", says: `${entry.title} added${after ? ` after ${after.node}` : ""}. Press Enter to edit it.` },
    );
    const end = document.flow.nodes.find(({ type }) => type === OUTPUT_TYPE);
    const place = document.flow_ui.nodes.find(({ id }) => id === end?.id)?.position;
    // An Output that nothing leads to yet makes room: the graph goes on growing to the right.
    if (!where && end && place && waitsOf(end).length === 0 && place.x < at.x + NODE_WIDTH + GAP) {
      actions.edit(
        { kind: "move", to: new Map([[end.id, { x: at.x + NODE_WIDTH + GAP, y: place.y }]]) },
        { key: "add" },
      );
    }
    actions.seal();
    setInspecting(true);
    setPaletteOpen(false);
    setDropped(null);
    requestAnimationFrame(() => graph.current?.focus());
  }

  function remove(): void {
    if (isReadOnly) return;
    const edge = document.flow_ui.edges.find(({ id }) => id === state.selectedEdge);
    if (edge) {
      const option = typeof edge.sourceHandle === "string" ? edge.sourceHandle : null;
      actions.edit(
        { kind: "disconnect", from: { node: edge.source, option }, to: edge.target },
        { says: "Disconnected" },
      );
      actions.selectEdge(null);
      return;
    }
    if (state.selected.size === 0) return;
    const isPossible = canDelete(document, state.selected);
    const count = [...state.selected].filter((id) => {
      const node = nodeById(document, id);
      return node && !isFixed(node);
    }).length;
    actions.edit(
      { kind: "remove", ids: [...state.selected] },
      isPossible ? { says: count === 1 ? "Deleted" : `${count} nodes deleted` } : {},
    );
  }

  function paste(text: string): boolean {
    const pasted = fromClipboard(text);
    if (!pasted) return false;
    if (reason !== undefined) {
      actions.say(reason);
      return true;
    }
    const middle = graph.current?.middle() ?? { x: 0, y: 0 };
    const nodes = centredAt(pasted, { x: middle.x - NODE_WIDTH / 2, y: middle.y - NODE_HEIGHT / 2 });
    actions.edit({ kind: "paste", nodes }, { says: `${nodes.length} ${nodes.length === 1 ? "node" : "nodes"} pasted` });
    return true;
  }

  function duplicate(): void {
    const text = isReadOnly ? null : toClipboard(document, state.selected);
    const copies = text === null ? null : fromClipboard(text);
    if (!copies) return;
    const nodes = copies.map(({ node, at }) => ({ node, at: { x: at.x + 40, y: at.y + NODE_HEIGHT + 24 } }));
    actions.edit({ kind: "paste", nodes, keepsWaits: true }, { says: "Duplicated" });
  }

  function arrangeAll(): void {
    if (isReadOnly) return;
    actions.edit({ kind: "move", to: arrange(document.flow) }, { says: "Arranged" });
    requestAnimationFrame(() => graph.current?.fit());
  }

  function align(how: Alignment): void {
    const boxes = sizedBoxes(document).filter(({ id }) => state.selected.has(id));
    if (boxes.length > 1) actions.edit({ kind: "move", to: aligned(boxes, how) }, { says: `Aligned ${how}` });
  }

  function test(): void {
    if (testReason !== undefined) {
      actions.say(testReason);
      setFaultsOpen(true);
    } else setTesting(true);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    // Buttons on the canvas answer to Enter themselves.
    const isButton = event.target instanceof HTMLElement && event.target.closest("button") !== null;
    const direction = ARROWS[event.key];
    if (direction) {
      if (event.shiftKey) nudge(direction);
      else walk(direction);
    } else if (event.key === "Enter" && !isButton) {
      if (!selected) return;
      setInspecting(true);
      requestAnimationFrame(() => nameField.current?.focus());
    } else if (event.key === "Delete" || event.key === "Backspace") remove();
    else if (event.key === "Escape") {
      actions.select([]);
      setInspecting(false);
    } else if (event.key === "a") {
      setPaletteOpen(true);
      requestAnimationFrame(() => paletteSearch.current?.focus());
    } else if (event.key === "f") graph.current?.fit();
    else if (event.key === "l") arrangeAll();
    else if (event.key === "t") test();
    else return;
    event.preventDefault();
  }

  function walk(direction: Direction): void {
    const next = neighbourOf(shown, only ?? null, direction);
    const node = next === null ? undefined : nodeById(shown, next);
    if (!node) {
      actions.say("Nothing that way");
      return;
    }
    const faults = view.faults.get(node.id) ?? 0;
    const title = nodeDefinitions.find(({ type }) => type === node.type)?.title ?? node.type;
    actions.select(
      [node.id],
      `${nameOf(node)}, ${title}${faults > 0 ? `, ${faults} ${faults === 1 ? "fault" : "faults"}` : ""}`,
    );
    graph.current?.show(node.id);
  }

  function nudge(direction: Direction): void {
    if (isReadOnly || state.selected.size === 0) return;
    const dx = direction === "left" ? -STEP : direction === "right" ? STEP : 0;
    const dy = direction === "up" ? -STEP : direction === "down" ? STEP : 0;
    const moved = document.flow_ui.nodes
      .filter(({ id }) => state.selected.has(id))
      .map(({ id, position }) => [id, { x: position.x + dx, y: position.y + dy }] as const);
    actions.edit({ kind: "move", to: new Map(moved) }, { key: "nudge", says: `Moved ${direction}` });
  }

  useShortcuts({
    onUndo: () => !isReadOnly && actions.undo(),
    onRedo: () => !isReadOnly && actions.redo(),
    onSave: () => (isReadOnly || isTesting ? undefined : setPanel("save")),
    onSearch: () => setSearching(true),
    onSelectAll: () =>
      actions.select(
        shown.flow.nodes.map(({ id }) => id),
        `${shown.flow.nodes.length} nodes selected`,
      ),
    onDuplicate: duplicate,
    onCopy: () => {
      const text = toClipboard(shown, state.selected);
      if (text !== null) actions.say(`${state.selected.size === 1 ? "Node" : "Nodes"} copied`);
      return text;
    },
    onCut: () => {
      const text = isReadOnly ? null : toClipboard(document, state.selected);
      if (text !== null) remove();
      return text;
    },
    onPaste: (text) => !isTesting && paste(text),
  });

  function settle(after: Workflow, of: WorkflowDocument, words: string): void {
    setWorkflow(after);
    setSaved(of);
    setPanel(null);
    local.settle();
    save.dismiss();
    actions.say(words);
    toast.success(words);
    router.refresh();
  }

  async function saveVersion(input: { name: string; description: string }): Promise<void> {
    const after = await save.saveAsVersion(document, input);
    if (after) settle(after, document, `Saved as v${after.latest_version}`);
  }

  async function saveDraftNow(name: string): Promise<void> {
    const after = await save.saveAsDraft(document, name);
    if (after) settle(after, document, "Draft saved");
  }

  async function rename(name: string): Promise<boolean> {
    try {
      const after = await call(updateWorkflow, { params: { workflow_id: workflow.id }, body: { name } });
      setWorkflow((now) => ({ ...now, name: after.name, updated_at: after.updated_at, updated_by: after.updated_by }));
      router.refresh();
      return true;
    } catch (thrown) {
      toast.error(failureOf(thrown).message);
      return false;
    }
  }

  async function archive(): Promise<void> {
    try {
      const params = { workflow_id: workflow.id };
      const after = await call(isArchived ? unarchiveWorkflow : archiveWorkflow, { params });
      setWorkflow((now) => ({ ...now, ...after }));
      toast.success(isArchived ? "Brought back" : "Archived. Its apps keep running.");
      router.refresh();
    } catch (thrown) {
      toast.error(failureOf(thrown).message);
    }
  }

  async function open(summary: Pick<WorkflowVersionSummary, "id">): Promise<void> {
    try {
      setPreview(await call(getWorkflowVersion, { params: { workflow_id: workflow.id, version_id: summary.id } }));
      setPanel(null);
      save.dismiss();
      actions.select([]);
      requestAnimationFrame(() => graph.current?.fit());
    } catch (thrown) {
      toast.error(failureOf(thrown).message);
    }
  }

  async function restore(summary: Pick<WorkflowVersionSummary, "id" | "version">): Promise<void> {
    try {
      const params = { workflow_id: workflow.id, version_id: summary.id };
      const after = await call(restoreWorkflowVersion, { params });
      const restored = withLayout(after);
      actions.edit({ kind: "replace", document: restored });
      setPreview(null);
      settle(after, restored, `v${summary.version} restored as v${after.latest_version}`);
    } catch (thrown) {
      toast.error(failureOf(thrown).message);
    }
  }

  if (isTesting) {
    return (
      <TestView
        document={document}
        projectId={workflow.project_id}
        workflowId={workflow.id}
        connectionNames={connectionNames}
        disabledReason={editReason}
        onLeave={() => setTesting(false)}
      />
    );
  }

  const palette = (
    <NodePalette
      entries={ENTRIES}
      disabledReason={reason}
      searchRef={paletteSearch}
      onAdd={(entry) => add(entry)}
      onLeave={() => {
        setPaletteOpen(false);
        graph.current?.focus();
      }}
      className="h-full"
    />
  );

  return (
    <div className="flex h-full min-h-0 flex-col">
      <EditorHeader
        workflow={workflow}
        isDirty={isDirty}
        canUndo={!isReadOnly && state.history.past.length > 0}
        canRedo={!isReadOnly && state.history.future.length > 0}
        errorCount={preview ? 0 : errors.length}
        selectedCount={isReadOnly ? 0 : state.selected.size}
        editReason={editReason ?? (preview ? "This is an earlier version." : undefined)}
        testReason={testReason}
        faults={<FaultList problems={preview ? [] : problems} onShow={show} />}
        isFaultsOpen={isFaultsOpen}
        onFaultsOpenChange={setFaultsOpen}
        onRename={rename}
        onUndo={actions.undo}
        onRedo={actions.redo}
        onArrange={arrangeAll}
        onAlign={align}
        onSearch={() => setSearching(true)}
        onVersions={() => setPanel("versions")}
        onSaveAsNew={() => setPanel("save-as-new")}
        onArchive={() => void archive()}
        onDeploy={() => setPanel("deploy")}
        onTest={test}
        onSave={() => setPanel("save")}
      />
      {local.offered && !preview && (
        <Banner>
          <span className="min-w-0 flex-1">
            You left unsaved changes here <RelativeTime time={new Date(local.offered.saved_at).toISOString()} />.
            {local.offered.base_version !== workflow.latest_version && " A newer version was saved since."}
          </span>
          <Button
            size="sm"
            variant="primary"
            onClick={() => {
              const { offered } = local;
              if (!offered) return;
              local.settle();
              // The save will be measured against what the work began from, not against what stands there now.
              setWorkflow((now) => ({
                ...now,
                latest_version: offered.base_version,
                updated_at: offered.base_updated_at,
              }));
              actions.edit(
                { kind: "replace", document: withLayout({ flow: offered.flow, flow_ui: offered.flow_ui }) },
                { says: "Unsaved changes restored" },
              );
            }}
          >
            Restore them
          </Button>
          <Button size="sm" onClick={local.settle}>
            Discard
          </Button>
        </Banner>
      )}
      {preview && (
        <Banner>
          <span className="min-w-0 flex-1">
            This is <strong>v{preview.version}</strong>
            {preview.description && `: ${preview.description}`}
          </span>
          <Button
            size="sm"
            disabledReason={editReason ?? (isDirty ? "Save or undo your changes first." : undefined)}
            onClick={() => void restore(preview)}
          >
            Restore v{preview.version}
          </Button>
          <Button size="sm" variant="primary" onClick={() => setPreview(null)}>
            Back to editing
          </Button>
        </Banner>
      )}
      <div className="relative flex min-h-0 flex-1">
        <div
          className={cn(
            "w-56 shrink-0 border-border border-r bg-surface max-lg:absolute max-lg:inset-y-0 max-lg:left-0 max-lg:z-20",
            isPaletteOpen ? "max-lg:shadow-float" : "max-lg:hidden",
          )}
        >
          {palette}
        </div>
        <div className="relative min-w-0 flex-1">
          <Graph
            ref={graph}
            key={preview?.id ?? "own"}
            document={shown}
            view={view}
            selectedEdge={state.selectedEdge}
            label={`Graph of ${workflow.name}, ${shown.flow.nodes.length} nodes. Arrow keys walk it, Enter edits, question mark lists the keys.`}
            isReadOnly={isReadOnly}
            onSelect={(ids) => {
              actions.select(ids);
              setPaletteOpen(false);
            }}
            onSelectEdge={actions.selectEdge}
            onOpen={() => setInspecting(true)}
            onMove={(to) => actions.edit({ kind: "move", to }, { key: "drag" })}
            onMoveEnd={actions.seal}
            onConnect={(from, to) =>
              actions.edit({ kind: "connect", from, to }, { says: `${from.node} connected to ${to}` })
            }
            onDropEdge={(from, at, screen) => setDropped({ from, at, screen })}
            onDropNode={(key, at) => {
              const entry = ENTRIES.find((each) => each.key === key);
              if (entry) add(entry, { at });
            }}
            onKeyDown={onKeyDown}
          >
            {isSearching && (
              <NodeSearch
                flow={shown.flow}
                onShow={(id) => {
                  setSearching(false);
                  show(id);
                  graph.current?.focus();
                }}
                onClose={() => setSearching(false)}
              />
            )}
            <IconButton
              label={isPaletteOpen ? "Close the nodes" : "Add a node"}
              variant="secondary"
              className={cn("absolute top-3 lg:hidden", isPaletteOpen ? "left-59 z-30" : "left-3 z-10")}
              onClick={() => setPaletteOpen(!isPaletteOpen)}
            >
              {isPaletteOpen ? <PanelLeft aria-hidden /> : <Plus aria-hidden />}
            </IconButton>
          </Graph>
          {dropped && (
            <DropMenu
              dropped={dropped}
              onAdd={(entry) =>
                add(entry, { at: { x: dropped.at.x, y: dropped.at.y - NODE_HEIGHT / 2 }, after: dropped.from })
              }
              onClose={() => setDropped(null)}
            />
          )}
        </div>
        {selected && isInspecting && (
          <div className="absolute inset-y-0 right-0 z-20 w-full max-w-96 border-border border-l bg-surface shadow-float lg:static lg:w-96 lg:shrink-0 lg:shadow-none">
            <Inspector
              key={`${preview?.id ?? "own"}.${selected.id}`}
              document={shown}
              node={selected}
              connections={connections}
              problems={preview ? [] : problems}
              projectId={workflow.project_id}
              actions={actions}
              isReadOnly={isReadOnly}
              nameRef={nameField}
              onClose={() => {
                setInspecting(false);
                graph.current?.focus();
              }}
            />
          </div>
        )}
      </div>
      <div role="status" aria-live="polite" className="sr-only">
        {/* The same words again are news again. */}
        {state.said.text}
        {state.said.count % 2 === 1 ? "\u00A0" : ""}
      </div>
      <LeaveGuard isDirty={isDirty} />
      {panel === "save" && !save.conflict && (
        <SavePanel
          nextVersion={(workflow.latest_version ?? 0) + 1}
          name={workflow.name}
          isDraft={workflow.latest_version === null}
          errorCount={errors.length}
          failure={save.failure}
          pending={save.pending}
          onSaveDraft={(name) => void saveDraftNow(name)}
          onSaveVersion={(input) => void saveVersion(input)}
          onShowFaults={() => {
            setPanel(null);
            setFaultsOpen(true);
          }}
          onClose={() => {
            setPanel(null);
            save.dismiss();
          }}
        />
      )}
      {save.conflict && (
        <Dialog
          open
          onOpenChange={(isOpen) => !isOpen && save.dismiss()}
          title="Somebody saved before you"
          footer={
            <>
              <Button onClick={() => setPanel("save-as-new")}>Save mine as new</Button>
              {save.conflict.theirs.latest_version_id && (
                <Button onClick={() => void open({ id: save.conflict?.theirs.latest_version_id ?? "" })}>
                  Look at theirs
                </Button>
              )}
              <Button
                variant="primary"
                onClick={() => {
                  if (save.conflict) setWorkflow({ ...save.conflict.theirs, name: workflow.name });
                  save.dismiss();
                  setPanel("save");
                }}
              >
                Save mine as the next
              </Button>
            </>
          }
        >
          <p>{save.conflict.message}</p>
          <p className="mt-2 text-muted">{differences(document, save.conflict.theirs)}</p>
          <p className="mt-2 text-muted">
            Nothing was overwritten. Every version stays in the list, whichever you choose.
          </p>
        </Dialog>
      )}
      {panel === "versions" && (
        <VersionsSheet
          workflowId={workflow.id}
          latest={workflow.latest_version}
          editReason={editReason ?? (isDirty ? "Save or undo your changes first." : undefined)}
          onPreview={(each) => void open(each)}
          onRestore={(each) => void restore(each)}
          onClose={() => setPanel(null)}
        />
      )}
      {panel === "deploy" && (
        <DeploySheet
          projectId={workflow.project_id}
          workflowId={workflow.id}
          workflowName={workflow.name}
          isDirty={isDirty}
          onClose={() => setPanel(null)}
        />
      )}
      {panel === "save-as-new" && (
        <SaveAsNew
          workflow={workflow}
          document={document}
          onDone={(copy) => {
            setSaved(document);
            local.settle();
            router.push(`/projects/${workflow.project_id}/agents/${copy.id}`);
          }}
          onClose={() => setPanel(null)}
        />
      )}
    </div>
  );
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** What stands in one graph and not, or otherwise, in the other. */
function differences(mine: WorkflowDocument, theirs: WorkflowDocument): string {
  const own = new Map(mine.flow.nodes.map((node) => [node.id, JSON.stringify(node)]));
  const other = new Map(theirs.flow.nodes.map((node) => [node.id, JSON.stringify(node)]));
  const added = [...other.keys()].filter((id) => !own.has(id));
  const missing = [...own.keys()].filter((id) => !other.has(id));
  const changed = [...other].filter(([id, text]) => own.has(id) && own.get(id) !== text).map(([id]) => id);
  const parts = [
    added.length > 0 && `only theirs has ${added.join(", ")}`,
    missing.length > 0 && `only yours has ${missing.join(", ")}`,
    changed.length > 0 && `${changed.join(", ")} ${changed.length === 1 ? "differs" : "differ"}`,
  ].filter((part): part is string => part !== false);
  return parts.length === 0
    ? "The two graphs say the same; they may be laid out differently."
    : `Compared with yours: ${parts.join("; ")}.`;
}

/** A connection that is added in another tab is there when one comes back. */
function useConnections(projectId: string, onFound: (connections: readonly Connection[]) => void): void {
  useEffect(() => {
    async function look() {
      const found = await call(listConnections, { query: { project_id: projectId, page_size: 500 } }).catch(() => null);
      if (found) onFound(found.items);
    }
    const onFocus = (): void => void look();
    window.addEventListener("focus", onFocus);
    return () => window.removeEventListener("focus", onFocus);
  }, [projectId, onFound]);
}

function Banner({ children }: { children: React.ReactNode }) {
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-2 border-border border-b bg-accent/8 px-3 py-1.5 dark:bg-accent/15"
    >
      {children}
    </div>
  );
}

function DropMenu({
  dropped,
  onAdd,
  onClose,
}: {
  dropped: Dropped;
  onAdd: (entry: PaletteEntry) => void;
  onClose: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    function onPointer(event: PointerEvent) {
      if (!box.current?.contains(event.target as globalThis.Node)) onClose();
    }
    window.addEventListener("pointerdown", onPointer, true);
    return () => window.removeEventListener("pointerdown", onPointer, true);
  }, [onClose]);
  const left = Math.min(dropped.screen.x, window.innerWidth - 248);
  const top = Math.min(dropped.screen.y, window.innerHeight - 340);
  return (
    <div
      ref={box}
      role="dialog"
      aria-label={`Add a node after ${dropped.from.node}`}
      className="fixed z-40 h-80 w-60 animate-pop-in overflow-hidden rounded-lg bg-raised shadow-float"
      style={{ left, top }}
    >
      <NodePalette entries={ENTRIES} isAutoFocused onAdd={onAdd} onLeave={onClose} className="h-full" />
    </div>
  );
}

type SaveAsNewProps = {
  workflow: Workflow;
  document: WorkflowDocument;
  onDone: (copy: Workflow) => void;
  onClose: () => void;
};

function SaveAsNew({ workflow, document, onDone, onClose }: SaveAsNewProps) {
  const [name, setName] = useState(`${workflow.name} copy`);
  const { submit, isPending, failure } = useSubmit(duplicateWorkflow, onDone);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Save as new"
      description="Makes a draft of its own from the graph as it stands."
      footer={
        <>
          <Button onClick={onClose}>
            <X aria-hidden />
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="save-as-new" isPending={isPending}>
            Save as new
          </Button>
        </>
      }
    >
      <form
        id="save-as-new"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(
            { name, flow: document.flow, flow_ui: document.flow_ui },
            { params: { workflow_id: workflow.id } },
          );
        }}
      >
        <Field label="Name" error={failure?.fields.name}>
          {(control) => (
            <Input {...control} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <FormFailure failure={failure} />
        {workflow.status === "archived" && <Notice>The original stays archived.</Notice>}
      </form>
    </Dialog>
  );
}
