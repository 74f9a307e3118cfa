import { Page } from "@/components/shell/page";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";

export default function DeploymentsLoading() {
  return (
    <Page>
      <div role="status" aria-label="Loading" className="grid gap-4">
        <Skeleton className="h-8 w-48" />
        <TableSkeleton columns={["NAME", "AGENT", "VERSION", "AUTHORIZATION", "HOSTNAME", "LAST EDITED"]} />
      </div>
    </Page>
  );
}
