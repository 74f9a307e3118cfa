import { describe, expect, test } from "vitest";
import type { TraceRun } from "@/lib/traces/contract";
import { barOf, extentOf, rowsOf } from "./rows";

const aRun = (id: string, parent: string | null, from = 0, to: number | null = 10): TraceRun => ({
  id,
  name: id,
  type: "node",
  trace_id: "t",
  parent_run_id: parent,
  status: to === null ? null : "succeeded",
  start_time: new Date(from).toISOString(),
  end_time: to === null ? null : new Date(to).toISOString(),
  input: null,
  output: null,
  error: null,
  metadata: {},
  executions: [],
});

const shape = (runs: readonly TraceRun[], closed: string[] = []) =>
  rowsOf(runs, new Set(closed)).map(({ run, depth }) => `${" ".repeat(depth)}${run.id}`);

describe("the tree", () => {
  const tree = [aRun("flow", null), aRun("a", "flow"), aRun("a1", "a"), aRun("b", "flow")];

  test("shows children below their parent, in order of start", () => {
    expect(shape(tree)).toEqual(["flow", " a", "  a1", " b"]);
  });

  test("a closed line hides all that is below it, and says how much that is", () => {
    expect(shape(tree, ["a"])).toEqual(["flow", " a", " b"]);
    expect(rowsOf(tree, new Set(["flow"]))).toMatchObject([{ childCount: 2, isOpen: false }]);
  });

  test("orphans, lines that are their own parent, and circles show exactly once", () => {
    const odd = [aRun("orphan", "nobody"), aRun("self", "self"), aRun("x", "y"), aRun("y", "x")];
    expect(
      shape(odd)
        .map((line) => line.trim())
        .sort(),
    ).toEqual(["orphan", "self", "x", "y"]);
  });

  test("ten thousand lines in a chain are no trouble", () => {
    const chain = Array.from({ length: 10_000 }, (_, n) => aRun(String(n), n === 0 ? null : String(n - 1)));
    expect(rowsOf(chain, new Set())).toHaveLength(10_000);
    expect(rowsOf(chain, new Set(["0"]))).toHaveLength(1);
  });
});

describe("the waterfall", () => {
  test("bars stand on one time axis", () => {
    const runs = [aRun("a", null, 0, 100), aRun("b", "a", 50, 75)];
    const extent = extentOf(runs, 1000);
    expect(extent).toEqual({ start: 0, end: 100 });
    expect(barOf(runs[1] ?? aRun("", null), extent, 1000)).toEqual({ left: 50, width: 25 });
  });

  test("a line that still runs reaches until now", () => {
    expect(extentOf([aRun("a", null, 0, null)], 400)).toEqual({ start: 0, end: 400 });
  });

  test("a line too short to see keeps a sliver", () => {
    expect(barOf(aRun("a", null, 0, 0), { start: 0, end: 100_000 }, 0).width).toBe(0.4);
  });
});
