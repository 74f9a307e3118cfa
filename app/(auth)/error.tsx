"use client";

import { ErrorState } from "@/components/ui/error-state";

export default function AuthError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorState
      message="The server could not make this page."
      requestId={error.digest}
      idName="Error id"
      onRetry={reset}
      className="border-0"
    />
  );
}
