const number = new Intl.NumberFormat("en-US");

/** US dollars at a glance: `$0`, `$0.0031`, `$12.40`. What is smaller than a hundredth of a cent is `<$0.0001`. */
export function formatMoney(dollars: number): string {
  if (dollars === 0) return "$0";
  const size = Math.abs(dollars);
  const sign = dollars < 0 ? "−" : "";
  if (size < 0.0001) return "<$0.0001";
  if (size < 1) return `${sign}$${Number(size.toPrecision(2)).toFixed(size < 0.1 ? 4 : 2)}`;
  return `${sign}$${size.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** Tokens, and other counts, at a glance: `950`, `12.4k`, `3.1M`. */
export function formatTokens(count: number): string {
  if (Math.abs(count) < 1000) return number.format(count);
  if (Math.abs(count) < 999_950) return `${trimmed(count / 1000)}k`;
  return `${trimmed(count / 1_000_000)}M`;
}

const trimmed = (value: number): string =>
  Math.abs(value) >= 100 ? number.format(Math.round(value)) : value.toFixed(1).replace(/\.0$/, "");

export const formatCount = (count: number): string => number.format(count);

/** Milliseconds at a glance: `42 ms`, `1.32 s`, `2 m 05 s`, `1 h 12 m`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return ms <= 0 ? "0 ms" : "<1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")} m`;
}

/** Bytes at a glance: `512 B`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : trimmed(value)} ${units[unit]}`;
}

/** An RFC 3339 time as a date and time to the second, with its zone: `21 Nov 2026, 04:33:21 UTC`. */
export function formatDate(time: string, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    ...(timeZone && { timeZone }),
  }).format(new Date(time));
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** How long ago, or until then: `just now`, `5 min. ago`, `in 3 days`. `now` is epoch milliseconds. */
export function formatRelative(time: string, now: number): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  if (Math.abs(seconds) < 45) return "just now";
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size * 0.95) return relative.format(Math.round(seconds / size), unit);
  }
  return relative.format(Math.round(seconds / 60), "minute");
}
