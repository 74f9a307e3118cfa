import { z } from "zod";
import { FlowDocument, FlowUi, type WorkflowDocument } from "@/lib/workflows/contract";

/**
 * Unsaved work, kept in this browser so that a reload or a crash loses nothing.
 * It holds no secret: a workflow names its connections, it does not contain them.
 */
const LocalDraft = z.object({
  /** The version the work began from; null for a draft. */
  base_version: z.number().int().nullable(),
  /** When the server's copy that it began from was last written. */
  base_updated_at: z.string(),
  saved_at: z.number(),
  flow: FlowDocument,
  flow_ui: FlowUi,
});
export type LocalDraft = z.infer<typeof LocalDraft>;

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (workflowId: string): string => `dynamiq.workflow.${workflowId}`;

export function readLocalDraft(store: Store, workflowId: string): LocalDraft | null {
  try {
    const text = store.getItem(keyOf(workflowId));
    if (text === null) return null;
    const draft = LocalDraft.safeParse(JSON.parse(text));
    return draft.success ? draft.data : null;
  } catch {
    return null;
  }
}

/** False where the browser has no room or keeps nothing: the author must not count on it. */
export function writeLocalDraft(store: Store, workflowId: string, draft: LocalDraft): boolean {
  try {
    store.setItem(keyOf(workflowId), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function forgetLocalDraft(store: Store, workflowId: string): void {
  try {
    store.removeItem(keyOf(workflowId));
  } catch {
    // Storage is blocked: then nothing was kept either.
  }
}

/** Whether two documents say the same, whatever object they are. */
export const isSameDocument = (a: WorkflowDocument, b: WorkflowDocument): boolean =>
  a === b || JSON.stringify([a.flow, a.flow_ui]) === JSON.stringify([b.flow, b.flow_ui]);
