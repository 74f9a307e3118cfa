import { Badge } from "@/components/ui/badge";

export const SAMPLE_LABEL = "Sample model (no AI)";

/** Stands wherever something comes from the built-in stand-in for a model and its name does not say so. */
export function SampleBadge() {
  return <Badge tone="waiting">{SAMPLE_LABEL}</Badge>;
}
