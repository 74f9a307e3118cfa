"use client";

import { useMemo, useReducer } from "react";
import type { WorkflowDocument } from "@/lib/workflows/contract";
import { type DocumentNode, withLayout } from "./document";
import { applyEdit, type Edit, refusalOf } from "./edits";
import { type History, record, redo, seal, startHistory, undo } from "./history";

export type EditorState = {
  readonly history: History<WorkflowDocument>;
  readonly selected: ReadonlySet<string>;
  readonly selectedEdge: string | null;
  /** What was done last, for ears. `count` makes the same words be said again. */
  readonly said: { readonly text: string; readonly count: number };
};

type Action =
  | {
      readonly kind: "edit";
      readonly edit: Edit;
      readonly key: string | null;
      readonly at: number;
      readonly says: string | null;
    }
  | {
      readonly kind: "change";
      readonly id: string;
      readonly change: (node: DocumentNode) => DocumentNode;
      readonly key: string | null;
      readonly at: number;
    }
  | { readonly kind: "select"; readonly ids: ReadonlySet<string>; readonly says: string | null }
  | { readonly kind: "select-edge"; readonly id: string | null }
  | { readonly kind: "undo" | "redo" | "seal" }
  | { readonly kind: "say"; readonly text: string };

const say = (state: EditorState, text: string | null): EditorState["said"] =>
  text === null ? state.said : { text, count: state.said.count + 1 };

function reduce(state: EditorState, action: Action): EditorState {
  const document = state.history.present;
  switch (action.kind) {
    case "edit": {
      const refusal = refusalOf(document, action.edit);
      if (refusal !== null) return { ...state, said: say(state, refusal) };
      const next = applyEdit(document, action.edit);
      return {
        ...state,
        history: record(state.history, next, action.key, action.at),
        selected: selectionAfter(state.selected, document, next, action.edit),
        selectedEdge: action.edit.kind === "move" ? state.selectedEdge : null,
        said: say(state, action.says),
      };
    }
    case "change": {
      // Worked out on the node as it is now: two changes of one moment both count.
      const node = document.flow.nodes.find(({ id }) => id === action.id);
      const changed = node && action.change(node);
      if (!changed || changed === node) return state;
      const next = applyEdit(document, { kind: "change", node: changed });
      return { ...state, history: record(state.history, next, action.key, action.at) };
    }
    case "select":
      return { ...state, selected: action.ids, selectedEdge: null, said: say(state, action.says) };
    case "select-edge":
      return { ...state, selected: new Set(), selectedEdge: action.id };
    case "seal":
      return { ...state, history: seal(state.history) };
    case "undo":
    case "redo": {
      const history = action.kind === "undo" ? undo(state.history) : redo(state.history);
      const words = action.kind === "undo" ? ["Undone", "Nothing to undo"] : ["Redone", "Nothing to redo"];
      if (history === state.history) return { ...state, said: say(state, words[1] ?? null) };
      const ids = new Set(history.present.flow.nodes.map(({ id }) => id));
      return {
        history,
        selected: new Set([...state.selected].filter((id) => ids.has(id))),
        selectedEdge: null,
        said: say(state, words[0] ?? null),
      };
    }
    case "say":
      return { ...state, said: say(state, action.text) };
  }
}

/** What is new is selected; what is gone is not; a renamed node stays selected. */
function selectionAfter(
  selected: ReadonlySet<string>,
  before: WorkflowDocument,
  after: WorkflowDocument,
  edit: Edit,
): ReadonlySet<string> {
  if (edit.kind === "rename")
    return selected.has(edit.id) ? new Set([...selected].map((id) => (id === edit.id ? edit.to : id))) : selected;
  if (edit.kind === "add" || edit.kind === "paste") {
    const there = new Set(before.flow.nodes.map(({ id }) => id));
    return new Set(after.flow.nodes.filter(({ id }) => !there.has(id)).map(({ id }) => id));
  }
  if (edit.kind === "remove" || edit.kind === "replace") {
    const there = new Set(after.flow.nodes.map(({ id }) => id));
    return new Set([...selected].filter((id) => there.has(id)));
  }
  return selected;
}

export type EditorActions = {
  /** Edits under the same `key` in one breath are one step back. */
  readonly edit: (edit: Edit, options?: { key?: string; says?: string }) => void;
  readonly change: (id: string, change: (node: DocumentNode) => DocumentNode, key?: string) => void;
  readonly select: (ids: Iterable<string>, says?: string) => void;
  readonly selectEdge: (id: string | null) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly seal: () => void;
  readonly say: (text: string) => void;
};

export function useEditor(initial: WorkflowDocument, selected: readonly string[] = []): [EditorState, EditorActions] {
  const [state, dispatch] = useReducer(reduce, null, () => ({
    history: startHistory(withLayout(initial)),
    selected: new Set(selected),
    selectedEdge: null,
    said: { text: "", count: 0 },
  }));
  const actions = useMemo<EditorActions>(
    () => ({
      edit: (edit, { key, says } = {}) =>
        dispatch({ kind: "edit", edit, key: key ?? null, at: performance.now(), says: says ?? null }),
      change: (id, change, key) => dispatch({ kind: "change", id, change, key: key ?? null, at: performance.now() }),
      select: (ids, says) => dispatch({ kind: "select", ids: new Set(ids), says: says ?? null }),
      selectEdge: (id) => dispatch({ kind: "select-edge", id }),
      undo: () => dispatch({ kind: "undo" }),
      redo: () => dispatch({ kind: "redo" }),
      seal: () => dispatch({ kind: "seal" }),
      say: (text) => dispatch({ kind: "say", text }),
    }),
    [],
  );
  return [state, actions];
}
