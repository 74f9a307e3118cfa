import { Ban, CircleCheck, CircleDashed, CircleX, Clock, LoaderCircle } from "lucide-react";
import { Badge } from "./badge";
import { cn } from "./cn";

/** How something stands. Each has one hue, one icon and one word, the same everywhere. */
export const STATUSES = {
  waiting: { tone: "waiting", icon: Clock, word: "Waiting", className: "text-waiting" },
  running: { tone: "running", icon: LoaderCircle, word: "Running", className: "text-running" },
  succeeded: { tone: "succeeded", icon: CircleCheck, word: "Succeeded", className: "text-succeeded" },
  failed: { tone: "failed", icon: CircleX, word: "Failed", className: "text-failed" },
  skipped: { tone: "neutral", icon: CircleDashed, word: "Skipped", className: "text-skipped" },
  canceled: { tone: "neutral", icon: Ban, word: "Canceled", className: "text-skipped" },
} as const;

export type Status = keyof typeof STATUSES;

export type StatusBadgeProps = {
  status: Status;
  /** Another word for the same standing ("Active", "Incomplete"). */
  label?: string | undefined;
  className?: string | undefined;
};

export function StatusBadge({ status, label, className }: StatusBadgeProps) {
  const { tone, icon: Icon, word } = STATUSES[status];
  return (
    <Badge tone={tone} className={className}>
      <Icon aria-hidden className={cn(status === "running" && "animate-spin")} />
      {label ?? word}
    </Badge>
  );
}

/** The icon alone, with its word for ears: for dense rows that say the status by place. */
export function StatusIcon({ status, className }: { status: Status; className?: string | undefined }) {
  const { icon: Icon, word, className: hue } = STATUSES[status];
  return (
    <Icon
      role="img"
      aria-label={word}
      className={cn("size-4 shrink-0", hue, status === "running" && "animate-spin", className)}
    />
  );
}
