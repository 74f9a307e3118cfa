import { expect, test } from "vitest";
import { framesOf, startRun, withFrame } from "./run-state";

const frame = (sequence: number, type: string, data: Record<string, unknown>) => ({
  id: String(sequence),
  type,
  sequence,
  timestamp: new Date(1_000_000 + sequence * 100).toISOString(),
  data: data as never,
});

const FRAMES = [
  frame(1, "run.started", { run_id: "r", trace_id: "t" }),
  frame(2, "node.started", { node_id: "llm", node_name: "llm", path: [], input: { q: 1 } }),
  frame(3, "node.chunk", {
    node_id: "llm",
    node_name: "llm",
    path: [],
    data: { choices: [{ delta: { content: "Hé" } }] },
  }),
  frame(4, "node.chunk", {
    node_id: "llm",
    node_name: "llm",
    path: [],
    data: { choices: [{ delta: { content: "llo" } }] },
  }),
  frame(5, "node.completed", {
    node_id: "llm",
    node_name: "llm",
    path: [],
    output: { content: "Héllo" },
    error: null,
    duration_ms: 250,
    detail: { prompt: [], usage: { model: "sample", total_tokens: 12, prompt_cost: null, completion_cost: null } },
  }),
  frame(6, "node.started", { node_id: "map", node_name: "map", path: [], input: {} }),
  frame(7, "node.started", { node_id: "inner", node_name: "inner", path: ["map", "0"], input: {} }),
  frame(8, "node.skipped", {
    node_id: "b",
    node_name: "b",
    path: [],
    output: null,
    error: null,
    duration_ms: 0,
    detail: {},
  }),
];

test("the canvas comes alive frame by frame", () => {
  const state = FRAMES.reduce(withFrame, startRun(["llm", "map", "b", "c"], 0));
  expect([...state.nodes].map(([id, { status }]) => [id, status])).toEqual([
    ["llm", "succeeded"],
    ["map", "running"],
    ["b", "skipped"],
    ["c", "waiting"],
  ]);
  expect(state.nodes.get("llm")).toMatchObject({
    text: "Héllo",
    durationMs: 250,
    input: { q: 1 },
    usage: { tokens: 12, cost: null },
  });
  expect(state.rows.map(({ nodeName, depth }) => [nodeName, depth])).toEqual([
    ["llm", 0],
    ["map", 0],
    ["inner", 1],
    ["b", 0],
  ]);
});

test("nothing is left running when the run has ended", () => {
  const state = withFrame(
    FRAMES.reduce(withFrame, startRun([], 0)),
    frame(9, "run.failed", { error: { message: "No." } }),
  );
  expect(state).toMatchObject({ status: "failed", error: { message: "No." } });
  expect([...state.nodes.values()].filter(({ status }) => status === "running")).toEqual([]);
});

test("frames arrive whole wherever the bytes are cut", async () => {
  const text = `: hello\r\n\r\n${FRAMES.map((each) => `event: ${each.type}\r\ndata: ${JSON.stringify(each)}\r\n\r\n`).join("")}data: [DONE]\n\n`;
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 7, 100_000]) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const seen = [];
    for await (const each of framesOf(body)) seen.push(each);
    expect(seen).toEqual(FRAMES);
  }
});
