import { describe, expect, test } from "vitest";
import type { RunEvent, Usage } from "@/lib/engine/events";
import { Flow } from "@/lib/engine/flow";
import { namesOf, parentKey, type Span, spanKey, totalsOf, withEvent } from "./fold";

const at = (nodeId: string, path: readonly string[] = []) => ({ nodeId, path });
const usage = (tokens: number, cost: number | null): Usage => ({
  model: "m",
  prompt_tokens: tokens,
  completion_tokens: 1,
  total_tokens: tokens + 1,
  prompt_cost: cost,
  completion_cost: null,
});

const fold = (...events: RunEvent[]): Span => {
  const span = events.reduce<Span | undefined>(withEvent, undefined);
  if (!span) throw new Error("No event.");
  return span;
};

describe("a line of a trace", () => {
  test("runs from its start to its end", () => {
    const started = fold({ kind: "node.started", ...at("a"), at: 1, input: { q: 1 } });
    expect(started).toMatchObject({ status: "running", startedAt: 1, endedAt: null });
    expect(started.input()).toEqual({ q: 1 });
    const result = { status: "success", input: { q: 1 }, output: { r: 2 } } as const;
    expect(withEvent(started, { kind: "node.settled", ...at("a"), at: 5, result, attempts: [] })).toMatchObject({
      status: "succeeded",
      startedAt: 1,
      endedAt: 5,
      output: { r: 2 },
    });
  });

  test("of a skipped node begins where it ends", () => {
    const result = { status: "skip", input: null, output: null } as const;
    const span = fold({ kind: "node.settled", ...at("a"), at: 7, result, attempts: [] });
    expect(span).toMatchObject({ status: "skipped", startedAt: 7, endedAt: 7 });
  });

  test("keeps the latest of what its node told, not the sum: a retry counts once", () => {
    const span = fold(
      { kind: "node.started", ...at("a"), at: 1, input: null },
      { kind: "node.detail", ...at("a"), at: 2, detail: { usage: usage(10, 1), info: { a: 1, b: 1 } } },
      { kind: "node.detail", ...at("a"), at: 3, detail: { usage: usage(20, 2), info: { b: 2 } } },
    );
    expect(span.info).toEqual({ a: 1, b: 2 });
    expect(totalsOf([span])).toEqual({ promptTokens: 20, completionTokens: 1, promptCost: 2, completionCost: null });
  });

  test("hangs from the node that runs it", () => {
    expect(parentKey(at("a"))).toBeNull();
    expect(parentKey(at("inner", ["map", "0"]))).toBe(spanKey(at("map")));
    expect(parentKey(at("leaf", ["map", "0", "inner", "3"]))).toBe(spanKey(at("inner", ["map", "0"])));
    expect(spanKey(at("inner", ["map", "0"]))).not.toBe(spanKey(at("inner", ["map", "1"])));
  });

  test("is named by its node, also inside others", () => {
    const flow = Flow.parse({
      id: "f",
      nodes: [
        {
          id: "m",
          name: "each",
          type: "dynamiq.nodes.operators.Map",
          node: { id: "i", name: "inner", type: "dynamiq.nodes.llms.OpenAI" },
        },
      ],
    });
    expect(namesOf(flow)(at("i", ["m", "4"]))).toEqual({
      id: "i",
      name: "inner",
      type: "dynamiq.nodes.llms.OpenAI",
      group: "llms",
    });
    expect(namesOf(flow)(at("gone"))).toMatchObject({ id: "gone", name: "gone" });
  });
});
