"use client";

import { useEffect, useRef } from "react";
import { Notice } from "@/components/ui/notice";
import type { Failure } from "./use-submit";

/** Why a form was refused, above its buttons. Puts the cursor into the first field at fault. */
export function FormFailure({ failure }: { failure: Failure | null }) {
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!failure) return;
    const form = place.current?.closest("form, [role=dialog]");
    form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [failure]);

  return (
    <div ref={place} role="alert" className={failure ? undefined : "hidden"}>
      {failure && (
        <Notice tone="danger">
          {failure.message}
          {failure.requestId && (
            <span className="block text-muted text-xs">
              Request id <code className="select-all font-mono">{failure.requestId}</code>
            </span>
          )}
        </Notice>
      )}
    </div>
  );
}
