"use client";

import { useState } from "react";
import { type Failure, failureOf } from "@/components/form/use-submit";
import { call } from "@/lib/http/call";
import { getWorkflow, saveDraft, saveWorkflow, type Workflow, type WorkflowDocument } from "@/lib/workflows/contract";

/** Somebody else saved meanwhile: in the server's words, with what stands there now. */
export type Conflict = { readonly message: string; readonly theirs: Workflow };

export type Save = {
  readonly pending: "draft" | "version" | null;
  readonly failure: Failure | null;
  readonly conflict: Conflict | null;
  readonly saveAsDraft: (document: WorkflowDocument, name: string) => Promise<Workflow | null>;
  readonly saveAsVersion: (
    document: WorkflowDocument,
    input: { readonly name: string; readonly description: string },
  ) => Promise<Workflow | null>;
  readonly dismiss: () => void;
};

/** Saves against the copy the edit began from; where that is no longer the newest, nothing is written. */
export function useSave(base: Workflow): Save {
  const [pending, setPending] = useState<Save["pending"]>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const at = { workflow_id: base.id };

  async function run(kind: "draft" | "version", work: () => Promise<Workflow>): Promise<Workflow | null> {
    setPending(kind);
    setFailure(null);
    try {
      return await work();
    } catch (thrown) {
      const found = failureOf(thrown);
      if (found.code === "conflict" && !found.fields.name) {
        const theirs = await call(getWorkflow, { params: at }).catch(() => null);
        if (theirs && theirs.updated_at !== base.updated_at) {
          setConflict({ message: found.message, theirs });
          return null;
        }
      }
      setFailure(found);
      return null;
    } finally {
      setPending(null);
    }
  }

  return {
    pending,
    failure,
    conflict,
    saveAsDraft: ({ flow, flow_ui }, name) =>
      run("draft", () =>
        call(saveDraft, {
          params: at,
          body: { flow, flow_ui, base_updated_at: base.updated_at, ...(name.trim() !== base.name && { name }) },
        }),
      ),
    saveAsVersion: ({ flow, flow_ui }, { name, description }) =>
      run("version", () =>
        call(saveWorkflow, {
          params: at,
          body: {
            flow,
            flow_ui,
            description,
            base_version: base.latest_version ?? 0,
            ...(name.trim() !== base.name && { name }),
          },
        }),
      ),
    dismiss: () => {
      setConflict(null);
      setFailure(null);
    },
  };
}
