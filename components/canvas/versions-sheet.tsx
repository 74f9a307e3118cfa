"use client";

import { Eye, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { type Failure, failureOf } from "@/components/form/use-submit";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import type { Page } from "@/lib/core/page";
import { call } from "@/lib/http/call";
import { listWorkflowVersions, type WorkflowVersionSummary } from "@/lib/workflows/contract";

export type VersionsSheetProps = {
  workflowId: string;
  latest: number | null;
  onPreview: (version: WorkflowVersionSummary) => void;
  onRestore: (version: WorkflowVersionSummary) => void;
  editReason: string | undefined;
  onClose: () => void;
};

const PAGE_SIZE = 50;

/** Every version, newest first, with who made it, when and why. */
export function VersionsSheet({ workflowId, latest, onPreview, onRestore, editReason, onClose }: VersionsSheetProps) {
  const [page, setPage] = useState(1);
  const [attempt, setAttempt] = useState(0);
  const [items, setItems] = useState<readonly WorkflowVersionSummary[] | null>(null);
  const [total, setTotal] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a further attempt asks again
  useEffect(() => {
    const abort = new AbortController();
    call(listWorkflowVersions, {
      params: { workflow_id: workflowId },
      query: { page, page_size: PAGE_SIZE },
      signal: abort.signal,
    })
      .then((found: Page<WorkflowVersionSummary>) => {
        setItems((known) => (page === 1 ? found.items : [...(known ?? []), ...found.items]));
        setTotal(found.pagination.total_count);
        setFailure(null);
      })
      .catch((thrown: unknown) => {
        if (!abort.signal.aborted) setFailure(failureOf(thrown));
      });
    return () => abort.abort();
  }, [workflowId, page, attempt]);

  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Versions"
      description="Each save is a version. Restoring one saves it again as the next."
    >
      {failure ? (
        <ErrorState message={failure.message} requestId={failure.requestId} onRetry={() => setAttempt(attempt + 1)} />
      ) : items === null ? (
        <div className="grid gap-2" aria-busy>
          {[1, 2, 3].map((each) => (
            <Skeleton key={each} className="h-16" />
          ))}
        </div>
      ) : items.length === 0 ? (
        <p className="text-muted">There is no version yet. Save the graph to make the first.</p>
      ) : (
        <ol className="grid gap-2">
          {items.map((version) => (
            <li key={version.id} className="rounded-lg border border-border p-3">
              <div className="flex items-center gap-2">
                <span className="font-mono font-semibold">v{version.version}</span>
                {version.version === latest && <Badge tone="accent">Latest</Badge>}
                {version.archived_at && <Badge tone="outline">Archived</Badge>}
                <span className="ml-auto text-muted text-xs">
                  {version.created_by?.name || version.created_by?.email || "Somebody"} ·{" "}
                  <RelativeTime time={version.created_at} />
                </span>
              </div>
              {version.description && <p className="mt-1 whitespace-pre-wrap break-words">{version.description}</p>}
              <div className="mt-2 flex gap-1.5">
                <Button size="sm" onClick={() => onPreview(version)}>
                  <Eye aria-hidden />
                  Preview
                </Button>
                <Button
                  size="sm"
                  variant="ghost"
                  disabledReason={editReason ?? (version.version === latest ? "It is the latest already." : undefined)}
                  onClick={() => onRestore(version)}
                >
                  <RotateCcw aria-hidden />
                  Restore
                </Button>
              </div>
            </li>
          ))}
          {items.length < total && (
            <li>
              <Button onClick={() => setPage(page + 1)}>
                Show more ({items.length} of {total})
              </Button>
            </li>
          )}
        </ol>
      )}
    </Sheet>
  );
}
