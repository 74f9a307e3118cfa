import { Badge } from "@/components/ui/badge";

/** Stands wherever something comes from the built-in stand-in for a model. */
export function SampleBadge() {
  return <Badge tone="waiting">Sample model (no AI)</Badge>;
}
