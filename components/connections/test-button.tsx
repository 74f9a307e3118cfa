"use client";

import { CircleCheck, CircleX, PlugZap } from "lucide-react";
import { useState } from "react";
import { failureOf } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { formatDuration } from "@/components/ui/format";
import type { ConnectionTest } from "@/lib/connections/contract";

export type TestButtonProps = {
  /** Makes the harmless call. */
  test: () => Promise<ConnectionTest>;
  disabledReason?: string | undefined;
};

export function TestButton({ test, disabledReason }: TestButtonProps) {
  const [isPending, setPending] = useState(false);
  const [result, setResult] = useState<ConnectionTest | null>(null);

  async function run() {
    setPending(true);
    setResult(null);
    try {
      setResult(await test());
    } catch (thrown) {
      setResult({ ok: false, latency_ms: 0, error: failureOf(thrown).message });
    }
    setPending(false);
  }

  return (
    <div className="grid gap-2">
      <Button
        className="justify-self-start"
        isPending={isPending}
        disabledReason={disabledReason}
        onClick={() => void run()}
      >
        {!isPending && <PlugZap aria-hidden />}
        {isPending ? "Testing…" : "Test"}
      </Button>
      <div role="status">
        {result && (
          <p className="flex items-start gap-1.5 text-xs">
            {result.ok ? (
              <CircleCheck aria-hidden className="size-4 shrink-0 text-succeeded" />
            ) : (
              <CircleX aria-hidden className="size-4 shrink-0 text-failed" />
            )}
            <span className="min-w-0 break-words">
              {result.ok
                ? `It works. Answered in ${formatDuration(result.latency_ms)}.`
                : (result.error ?? "It does not work.")}
            </span>
          </p>
        )}
      </div>
    </div>
  );
}
