import { expect, test } from "vitest";
import { formatBytes, formatDate, formatDuration, formatMoney, formatRelative, formatTokens } from "./format";

test.each([
  [0, "$0"],
  [0.00001, "<$0.0001"],
  [0.0031, "$0.0031"],
  [0.25, "$0.25"],
  [12.4, "$12.40"],
  [1234.5, "$1,234.50"],
])("%d dollars read %s", (dollars, text) => expect(formatMoney(dollars)).toBe(text));

test.each([
  [0, "0"],
  [950, "950"],
  [12_400, "12.4k"],
  [999_960, "1M"],
  [3_100_000, "3.1M"],
])("%d tokens read %s", (count, text) => expect(formatTokens(count)).toBe(text));

test.each([
  [0, "0 ms"],
  [0.4, "<1 ms"],
  [42, "42 ms"],
  [1320, "1.32 s"],
  [12_340, "12.3 s"],
  [125_000, "2 m 05 s"],
  [4_320_000, "1 h 12 m"],
])("%d ms read %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [512, "512 B"],
  [1200, "1.2 kB"],
  [12_000_000, "12 MB"],
])("%d bytes read %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test("a time is told in the person's own zone", () => {
  expect(formatDate("2026-11-21T04:33:21Z", "Asia/Tokyo")).toContain("13:33:21");
});

test.each([
  ["2026-11-21T12:00:00Z", "just now"],
  ["2026-11-21T11:55:00Z", "5 min. ago"],
  ["2026-11-20T12:00:00Z", "yesterday"],
  ["2026-11-24T12:00:00Z", "in 3 days"],
])("%s reads %s at noon of the 21st", (time, text) => {
  expect(formatRelative(time, Date.parse("2026-11-21T12:00:00Z"))).toBe(text);
});
