"use client";

import { useEffect, useRef, useState } from "react";
import type { Workflow, WorkflowDocument } from "@/lib/workflows/contract";
import { forgetLocalDraft, isSameDocument, type LocalDraft, readLocalDraft, writeLocalDraft } from "./local-draft";

const PAUSE_MS = 400;

export type Base = Pick<Workflow, "latest_version" | "updated_at">;

/**
 * Keeps unsaved work in this browser while it is typed, and finds what an earlier visit left.
 * `offered` is that, until it is taken or forgotten.
 */
export function useLocalDraft(
  workflowId: string,
  base: Base,
  document: WorkflowDocument,
  isDirty: boolean,
): { readonly offered: LocalDraft | null; readonly settle: () => void } {
  const [offered, setOffered] = useState<LocalDraft | null>(null);
  const first = useRef(document);
  const latest = useRef({ base, document, isDirty });
  useEffect(() => {
    latest.current = { base, document, isDirty };
  });

  useEffect(() => {
    const kept = readLocalDraft(window.localStorage, workflowId);
    if (!kept) return;
    if (isSameDocument(kept, first.current)) forgetLocalDraft(window.localStorage, workflowId);
    else setOffered(kept);
  }, [workflowId]);

  useEffect(() => {
    if (!isDirty) return;
    const timer = setTimeout(() => keep(workflowId, base, document), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [workflowId, base, document, isDirty]);

  useEffect(() => {
    function flush() {
      const now = latest.current;
      if (now.isDirty) keep(workflowId, now.base, now.document);
    }
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      // A page left inside the app is never hidden.
      flush();
    };
  }, [workflowId]);

  return {
    offered,
    settle: () => {
      setOffered(null);
      forgetLocalDraft(window.localStorage, workflowId);
    },
  };
}

function keep(workflowId: string, base: Base, { flow, flow_ui }: WorkflowDocument): void {
  writeLocalDraft(window.localStorage, workflowId, {
    base_version: base.latest_version,
    base_updated_at: base.updated_at,
    saved_at: Date.now(),
    flow,
    flow_ui,
  });
}
