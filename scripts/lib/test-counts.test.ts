import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { playwrightCounts, summary, vitestCounts } from "./test-counts.mjs";

const folder = mkdtempSync(join(tmpdir(), "counts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test("the last line tells of skipped tests only where there are some", () => {
  expect(summary({ passed: 3, failed: 1, skipped: 0 })).toBe("3 passed, 1 failed");
  expect(summary({ passed: 3, failed: 0, skipped: 2 })).toBe("3 passed, 0 failed, 2 skipped");
});

test("a runner that left no report, or half of one, is one failure", () => {
  expect(vitestCounts(join(folder, "none.json"), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(playwrightCounts(report('{"stats":'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a runner that failed although every test passed is one failure", () => {
  expect(vitestCounts(report(vitest), 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  expect(playwrightCounts(report({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 1 } }), 1)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
  });
});

test("a file that could not be loaded is a failure beside the failed tests", () => {
  const testResults = [
    { status: "failed", assertionResults: [] },
    { status: "failed", assertionResults: [{ status: "failed" }] },
  ];
  expect(vitestCounts(report({ ...vitest, numFailedTests: 1, testResults }), 1).failed).toBe(2);
});

test("a journey that passed at the second try has failed", () => {
  const file = report({ stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 } });
  expect(playwrightCounts(file, 0)).toEqual({ passed: 2, failed: 1, skipped: 0 });
});
