import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";

export default function SettingsLoading() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-4">
      <Skeleton className="h-8 w-72" />
      <TableSkeleton columns={["Name", "Role", "Since"]} />
    </div>
  );
}
