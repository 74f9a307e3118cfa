"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Page } from "@/components/shell/page";
import { ErrorState } from "@/components/ui/error-state";

export default function DashboardError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  return (
    <Page>
      <ErrorState
        isPage
        message="The server could not make this page. Try again; if it stays so, give the id below to whoever runs this instance."
        requestId={error.digest}
        idName="Error id"
        onRetry={() =>
          startTransition(() => {
            // What failed is made anew by the server, and only then shown.
            router.refresh();
            reset();
          })
        }
      />
    </Page>
  );
}
