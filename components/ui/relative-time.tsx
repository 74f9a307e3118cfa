"use client";

import { useSyncExternalStore } from "react";
import { formatDate, formatRelative } from "./format";
import { useTimeZone } from "./time-zone";
import { Tooltip } from "./tooltip";

const TICK_MS = 30_000;

/** One clock for all times of the page. */
function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, TICK_MS);
  return () => clearInterval(timer);
}
const now = () => Math.floor(Date.now() / TICK_MS) * TICK_MS;

export type RelativeTimeProps = {
  time: string | null | undefined;
  /** Where there is no time. */
  fallback?: string | undefined;
  className?: string | undefined;
};

/** How long ago; the exact time on hover. */
export function RelativeTime({ time, fallback = "–", className }: RelativeTimeProps) {
  const timeZone = useTimeZone();
  const current = useSyncExternalStore(subscribe, now, now);
  if (!time) return <span className={className}>{fallback}</span>;
  // A time may be newer than the last tick of the clock.
  const isRecent = new Date(time).getTime() > current && new Date(time).getTime() - current < TICK_MS * 2;
  return (
    <Tooltip label={formatDate(time, timeZone)}>
      <time dateTime={time} className={className} suppressHydrationWarning>
        {formatRelative(time, isRecent ? new Date(time).getTime() : current)}
      </time>
    </Tooltip>
  );
}
