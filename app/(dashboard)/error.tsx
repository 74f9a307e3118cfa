"use client";

import { Page } from "@/components/shell/page";
import { ErrorState } from "@/components/ui/error-state";

export default function DashboardError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page>
      <ErrorState
        message="The server could not make this page. Try again; if it stays so, give the id below to whoever runs this instance."
        requestId={error.digest}
        idName="Error id"
        onRetry={reset}
      />
    </Page>
  );
}
