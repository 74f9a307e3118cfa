"use client";

import { Badge } from "./badge";
import { RelativeTime } from "./relative-time";

/** When a key ends, or that it has. */
export function Expiry({ time }: { time: string | null }) {
  if (time === null) return <span className="text-muted">Never</span>;
  if (new Date(time).getTime() <= Date.now()) {
    return (
      <Badge tone="failed">
        Expired <RelativeTime time={time} />
      </Badge>
    );
  }
  return <RelativeTime time={time} className="text-muted" />;
}
