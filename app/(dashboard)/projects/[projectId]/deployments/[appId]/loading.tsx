import { Skeleton } from "@/components/ui/skeleton";

export default function AppPartLoading() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-3">
      <Skeleton className="h-8 w-72" />
      <Skeleton className="h-72 w-full" />
    </div>
  );
}
