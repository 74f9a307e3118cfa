import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { aFlow, aFlowNode, type NodeSketch, play, VirtualClock } from "@/lib/testing/engine";
import type { Step } from "./node-run";
import { runFlow } from "./run";

/** Passes its input on. */
const echo: Step = async ({ input }) => input;

/** Fails nodes whose id begins with `bad`; others give their id. */
const mixed: Step = async ({ node }) => {
  if (node.id.startsWith("bad")) throw new Error(`${node.id} broke`);
  return node.id;
};

const broken: Step = async () => {
  throw new Error("broke");
};

const handling = (error_handling: Record<string, unknown>) => ({ error_handling });

describe("dependencies", () => {
  test("a node starts once all it waits for has settled", async () => {
    const { events } = await play(aFlow([{ id: "c", after: ["a", "b"] }, { id: "a" }, { id: "b" }]), mixed);
    const order = events.map(({ kind, nodeId }) => `${kind.slice(5)} ${nodeId}`);
    expect(order.indexOf("started c")).toBeGreaterThan(order.indexOf("settled a"));
    expect(order.indexOf("started c")).toBeGreaterThan(order.indexOf("settled b"));
  });

  test("a node does not wait for a branch that is none of its business", async () => {
    const clock = new VirtualClock();
    const slow: Step = async ({ node }) => {
      if (node.id === "slow") await clock.sleep(1000);
      return null;
    };
    const { events } = await play(aFlow([{ id: "slow" }, { id: "a" }, { id: "b", after: ["a"] }]), slow, { clock });
    const settled = events.filter(({ kind }) => kind === "node.settled").map(({ nodeId }) => nodeId);
    expect(settled).toEqual(["a", "b", "slow"]);
  });

  test("a failure skips what waits for it, that skips what waits for that, and the rest goes on", async () => {
    const flow = aFlow([
      { id: "bad" },
      { id: "child", after: ["bad"] },
      { id: "grandchild", after: ["child"] },
      { id: "other" },
      { id: "after-other", after: ["other"] },
    ]);
    const { result } = await play(flow, mixed);
    expect(result.results.get("child")).toMatchObject({
      status: "skip",
      output: null,
      error: { type: "NodeFailedException" },
    });
    expect(result.results.get("grandchild")).toMatchObject({ status: "skip", error: { type: "NodeSkippedException" } });
    expect(result.results.get("after-other")).toMatchObject({ status: "success" });
    expect(result).toMatchObject({
      status: "failure",
      error: {
        type: "FlowNodeFailureException",
        message: "Flow execution failed due to node failures: bad",
        failed_nodes: [{ id: "bad", name: "bad", error_message: "bad broke" }],
      },
    });
  });

  test("a node that returns its errors lets what waits for it see them", async () => {
    const flow = aFlow([
      { id: "bad", ...handling({ behavior: "return" }) },
      { id: "child", after: ["bad"] },
    ]);
    const { result } = await play(flow, (call) => (call.node.id === "bad" ? broken(call) : echo(call)));
    expect(result.status).toBe("success");
    expect(result.results.get("child")).toMatchObject({
      status: "success",
      input: { bad: { status: "failure", output: null, error: { type: "Error", message: "broke" } } },
    });
  });

  test("a skipped node that returns its errors lets what waits for it run", async () => {
    const flow = aFlow([
      { id: "bad", ...handling({ behavior: "return" }) },
      { id: "skipped", depends: [{ node: "bad", option: "x" }], ...handling({ behavior: "return" }) },
      { id: "join", after: ["skipped"] },
    ]);
    const { result } = await play(flow, mixed);
    expect(result.results.get("skipped")).toMatchObject({ status: "skip" });
    expect(result.results.get("join")).toMatchObject({ status: "success" });
  });

  test("a skip alone does not fail the flow", async () => {
    const flow = aFlow([{ id: "choice" }, { id: "child", depends: [{ node: "choice", option: "a" }] }]);
    const { result } = await play(flow, async () => ({ a: { status: "failure", output: false } }));
    expect(result).toMatchObject({ status: "success" });
  });
});

describe("options and conditions", () => {
  const options = { a: { status: "failure" }, b: { status: "success" }, c: { status: "skip" } };
  const choosing: Step = async ({ node }) => (node.id === "choice" ? options : null);

  test.each([
    ["a", "skip", "NodeConditionFailedException"],
    ["b", "success", undefined],
    ["c", "skip", "NodeConditionSkippedException"],
    ["nothing", "skip", "NodeConditionFailedException"],
    ["constructor", "skip", "NodeConditionFailedException"],
  ])("what waits for the option %s: %s", async (option, status, type) => {
    const { result } = await play(
      aFlow([{ id: "choice" }, { id: "child", depends: [{ node: "choice", option }] }]),
      choosing,
    );
    const child = result.results.get("child");
    expect(child?.status).toBe(status);
    expect(child?.error?.type).toBe(type);
  });

  test("an option counts also where the choice returns its errors", async () => {
    const flow = aFlow([
      { id: "bad", ...handling({ behavior: "return" }) },
      { id: "child", depends: [{ node: "bad", option: "a" }] },
    ]);
    const { result } = await play(flow, mixed);
    expect(result.results.get("child")).toMatchObject({
      status: "skip",
      error: { type: "NodeConditionFailedException" },
    });
  });

  test("a join of two branches of a choice is skipped, unless they return their errors", async () => {
    const branches = (rest: Record<string, unknown>): NodeSketch[] => [
      { id: "choice" },
      { id: "x", depends: [{ node: "choice", option: "a" }], ...rest },
      { id: "y", depends: [{ node: "choice", option: "b" }], ...rest },
      { id: "join", after: ["x", "y"] },
    ];
    expect((await play(aFlow(branches({})), choosing)).result.results.get("join")?.status).toBe("skip");
    const returning = await play(aFlow(branches(handling({ behavior: "return" }))), choosing);
    expect(returning.result.results.get("join")?.status).toBe("success");
  });

  test.each([
    [5, "success"],
    [1, "skip"],
  ])("a condition looks at the result: %s", async (n, status) => {
    const condition = { variable: "$.output.n", operator: "numeric-greater-than", value: 3 };
    const flow = aFlow([{ id: "a" }, { id: "child", depends: [{ node: "a", condition }] }]);
    const { result } = await play(flow, async () => ({ n }));
    expect(result.results.get("child")?.status).toBe(status);
    if (status === "skip") {
      expect(result.results.get("child")?.error?.type).toBe("NodeConditionFailedException");
    }
  });

  test("a condition that cannot be judged fails the node", async () => {
    const condition = { variable: "$.output", operator: "numeric-greater-than", value: 3 };
    const flow = aFlow([{ id: "a" }, { id: "child", depends: [{ node: "a", condition }] }]);
    const { result } = await play(flow, async () => "text");
    expect(result.results.get("child")).toMatchObject({ status: "failure", error: { type: "ConditionError" } });
  });
});

describe("inputs", () => {
  const given = async (nodes: readonly NodeSketch[], input = {}) => {
    const flow = aFlow(nodes);
    const { result } = await play(flow, async ({ node, input: own }) => (node.id === "seen" ? own : { n: 1 }), {
      input,
    });
    return result.results.get("seen");
  };

  test("without a transformer: the flow's input and the results so far, without their inputs", async () => {
    const seen = await given([{ id: "a" }, { id: "seen", after: ["a"] }], { query: "q" });
    expect(seen?.input).toEqual({ query: "q", a: { status: "success", output: { n: 1 } } });
  });

  test("a node without dependencies sees the flow's input alone", async () => {
    expect((await given([{ id: "seen" }], { query: "q" }))?.input).toEqual({ query: "q" });
  });

  test("an input holds what had settled when the node started, however late it is read", async () => {
    const clock = new VirtualClock();
    const { result } = await play(
      aFlow([{ id: "early" }, { id: "late" }]),
      async ({ node }) => {
        await clock.sleep(node.id === "early" ? 20 : 10);
        return null;
      },
      { clock, input: { q: 1 } },
    );
    expect(result.results.get("early")?.input).toEqual({ q: 1 });
  });

  test("a selector builds a new object of what it picks; results have their inputs there", async () => {
    const selector = {
      q: "$.query",
      n: "$.a.output.n",
      s: "$.a.status",
      i: "$.a.input.query",
      text: "Hello there",
      none: "$.nope.x",
      all: "$",
    };
    const seen = await given([{ id: "a" }, { id: "seen", after: ["a"], input_transformer: { selector } }], {
      query: "q",
    });
    expect(seen?.input).toMatchObject({ q: "q", n: 1, s: "success", i: "q", text: "Hello there", none: null });
    expect(seen?.input).toHaveProperty("all.a.input", { query: "q" });
    expect(seen?.input).not.toHaveProperty("query");
  });

  test("a result hides an input field of the same name", async () => {
    const seen = await given(
      [{ id: "a" }, { id: "seen", after: ["a"], input_transformer: { selector: { x: "$.a.output.n" } } }],
      { a: 5 },
    );
    expect(seen?.input).toEqual({ x: 1 });
  });

  test("a path picks first, then the selector looks into that", async () => {
    const transformer = { path: "$.a.output", selector: { x: "$.n", y: "$.query" } };
    const seen = await given([{ id: "a" }, { id: "seen", after: ["a"], input_transformer: transformer }], {
      query: "q",
    });
    expect(seen?.input).toEqual({ x: 1, y: null });
  });

  test.each([
    ["$.a.output.n", 1],
    ["$.nope", null],
    ["$.list[*]", [1, 2]],
  ])("a path alone gives the value itself: %s", async (path, value) => {
    const seen = await given([{ id: "a" }, { id: "seen", after: ["a"], input_transformer: { path } }], {
      list: [1, 2],
    });
    expect(seen?.input).toEqual(value);
  });

  test("constants are added last", async () => {
    const seen = await given(
      [{ id: "seen", input_transformer: { selector: { a: "$.q" } }, input_mapping: { a: "b", c: 3 } }],
      { q: 1 },
    );
    expect(seen?.input).toEqual({ a: "b", c: 3 });
    expect((await given([{ id: "seen", input_mapping: { c: 3 } }], { q: 1 }))?.input).toEqual({ q: 1, c: 3 });
  });

  test("an empty transformer is none", async () => {
    expect((await given([{ id: "seen", input_transformer: {} }], { q: 1 }))?.input).toEqual({ q: 1 });
  });

  test("an entry that cannot be read fails the node", async () => {
    const seen = await given([{ id: "seen", input_transformer: { selector: { a: "{{x}}" } } }]);
    expect(seen).toMatchObject({ status: "failure", output: null, error: { type: "JsonPathError" } });
  });

  test("a key like that of a prototype is a key like any other", async () => {
    const seen = await given([{ id: "seen", input_transformer: { selector: JSON.parse('{"constructor": "$.q"}') } }], {
      q: 1,
    });
    expect(Object.hasOwn(seen?.input as object, "constructor")).toBe(true);
    expect({}.constructor).toBe(Object);
  });

  test("an output transformer shapes the node's own output", async () => {
    const output_transformer = { selector: { text: "$.n" } };
    const { result } = await play(aFlow([{ id: "a", output_transformer }]), async () => ({ n: 1, m: 2 }));
    expect(result.results.get("a")?.output).toEqual({ text: 1 });
  });

  test("an output transformer that cannot be read fails the node, and is not tried again", async () => {
    let calls = 0;
    const { result } = await play(
      aFlow([{ id: "a", output_transformer: { path: "{{" }, ...handling({ max_retries: 3 }) }]),
      async () => {
        calls += 1;
        return 1;
      },
    );
    expect(result.results.get("a")).toMatchObject({ status: "failure", error: { type: "JsonPathError" } });
    expect(calls).toBe(1);
  });
});

describe("attempts", () => {
  /** Fails the first `times` attempts. */
  const failing = (times: number, error: () => Error = () => new Error("not yet")): Step & { calls: number[] } => {
    const calls: number[] = [];
    const step: Step = async ({ attempt }) => {
      calls.push(attempt);
      if (attempt < times) throw error();
      return "done";
    };
    return Object.assign(step, { calls });
  };

  test("a node is tried once more than it has retries", async () => {
    const step = failing(9);
    const { result } = await play(aFlow([{ id: "a", ...handling({ max_retries: 2 }) }]), step);
    expect(step.calls).toEqual([0, 1, 2]);
    expect(result.results.get("a")).toMatchObject({ status: "failure", error: { message: "not yet" } });
  });

  test("waits grow by the backoff rate, and are told attempt by attempt", async () => {
    const step = failing(3);
    const retry = { max_retries: 3, retry_interval_seconds: 2, backoff_rate: 3 };
    const { events, clock } = await play(aFlow([{ id: "a", ...handling(retry) }]), step);
    const settled = events.at(-1);
    if (settled?.kind !== "node.settled") throw new Error("It did not settle.");
    const starts = settled.attempts.map(({ startedAt }) => startedAt);
    expect(starts.slice(1).map((at, index) => at - (starts[index] ?? 0))).toEqual([2000, 6000, 18_000]);
    expect(settled.attempts.map(({ status }) => status)).toEqual(["failure", "failure", "failure", "success"]);
    expect(settled.result).toMatchObject({ status: "success", output: "done" });
    expect(clock.waiting).toBe(0);
  });

  test.each([
    [0, 0.9],
    [0.999999, 1.1],
  ])("a wait is up to a tenth shorter or longer: %s", async (random, factor) => {
    const { clock } = await play(
      aFlow([{ id: "a", ...handling({ max_retries: 1, retry_interval_seconds: 10 }) }]),
      failing(1),
      {
        random: () => random,
      },
    );
    expect((clock.now - 1_000_000) / 10_000).toBeCloseTo(factor, 4);
  });

  test("no wait is longer than the cap, nor than what the other side asked for where that is longer", async () => {
    const retry = { max_retries: 1, retry_interval_seconds: 100, max_retry_interval_seconds: 5 };
    expect((await play(aFlow([{ id: "a", ...handling(retry) }]), failing(1))).clock.now).toBe(1_005_000);
    const busy = () => new AppError("rate_limited", "busy", { retryAfterSeconds: 30 });
    const { clock } = await play(aFlow([{ id: "a", ...handling({ max_retries: 1 }) }]), failing(1, busy));
    expect(clock.now).toBe(1_030_000);
  });

  test.each([
    ["says so", () => Object.assign(new Error("no"), { retryable: false })],
    [
      "has a cause that says so",
      () => new Error("no", { cause: Object.assign(new Error("auth"), { isRetryable: false }) }),
    ],
    ["blames the request", () => new AppError("bad_input", "no")],
  ])("an error that %s is not tried again", async (_what, error) => {
    const step = failing(9, error);
    await play(aFlow([{ id: "a", ...handling({ max_retries: 5 }) }]), step);
    expect(step.calls).toEqual([0]);
  });

  test("an attempt that takes too long is given up, its signal aborted, and the next begins", async () => {
    const signals: AbortSignal[] = [];
    const step: Step = async ({ attempt, signal }) => {
      signals.push(signal);
      return attempt === 0 ? new Promise<never>(() => {}) : "second";
    };
    const retry = { timeout_seconds: 5, max_retries: 1 };
    const { result, events, clock } = await play(aFlow([{ id: "a", ...handling(retry) }]), step);
    expect(result.results.get("a")).toMatchObject({ status: "success", output: "second" });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    const settled = events.at(-1);
    expect(settled?.kind === "node.settled" && settled.attempts[0]).toMatchObject({
      status: "failure",
      error: { type: "TimeoutError", message: "The node took longer than 5 seconds." },
    });
    expect(clock.waiting).toBe(0);
  });

  test("a type's own time limit holds where the author gave none", async () => {
    const step: Step = Object.assign(() => new Promise<never>(() => {}), { timeoutOf: () => 7 });
    const { result, clock } = await play(aFlow([{ id: "a" }]), step);
    expect(result.results.get("a")).toMatchObject({ status: "failure", error: { type: "TimeoutError" } });
    expect(clock.now).toBe(1_007_000);
  });

  test("what an attempt that was given up still says is not heard", async () => {
    const clock = new VirtualClock();
    const step: Step = async (call) => {
      await clock.sleep(call.node.id === "late" ? 100 : 200);
      call.emitChunk(call.node.id);
      call.emitDetail({ info: { of: call.node.id } });
      return call.node.id;
    };
    const flow = aFlow([{ id: "late", ...handling({ timeout_seconds: 0.05 }) }, { id: "other" }]);
    const { result, events } = await play(flow, step, { clock });
    expect(result.results.get("late")?.status).toBe("failure");
    const said = events.filter(({ kind }) => kind === "node.chunk" || kind === "node.detail");
    expect(said.map(({ nodeId }) => nodeId)).toEqual(["other", "other"]);
  });

  test("a step that throws at once fails like one that rejects", async () => {
    const { result } = await play(aFlow([{ id: "a" }]), () => {
      throw new Error("at once");
    });
    expect(result.results.get("a")).toMatchObject({ status: "failure", error: { message: "at once" } });
  });
});

describe("cancellation", () => {
  test("ends what runs, never starts what waits, and tells of both", async () => {
    const controller = new AbortController();
    const clock = new VirtualClock();
    clock.after(10, () => controller.abort());
    const seen: AbortSignal[] = [];
    const step: Step = async ({ node, signal }) => {
      if (node.id === "quick") return 1;
      seen.push(signal);
      return new Promise<never>(() => {});
    };
    const flow = aFlow([
      { id: "quick" },
      { id: "slow" },
      { id: "never", after: ["slow"] },
      { id: "nor", after: ["never"] },
    ]);
    const { result, events } = await play(flow, step, { signal: controller.signal, clock });
    expect(result.status).toBe("canceled");
    expect([...result.results].map(([id, { status }]) => [id, status])).toEqual([
      ["quick", "success"],
      ["slow", "canceled"],
      ["never", "canceled"],
      ["nor", "canceled"],
    ]);
    expect(seen[0]?.aborted).toBe(true);
    expect(events.filter(({ kind }) => kind === "node.started").map(({ nodeId }) => nodeId)).toEqual(["quick", "slow"]);
    expect(events.filter(({ kind }) => kind === "node.settled")).toHaveLength(4);
    expect(clock.waiting).toBe(0);
  });

  test("ends a node that waits for its next attempt", async () => {
    const controller = new AbortController();
    const clock = new VirtualClock();
    clock.after(10, () => controller.abort());
    const flow = aFlow([{ id: "a", ...handling({ max_retries: 5, retry_interval_seconds: 60 }) }]);
    const { result } = await play(flow, broken, { signal: controller.signal, clock });
    expect(result.results.get("a")?.status).toBe("canceled");
    expect(clock.now).toBe(1_000_010);
  });

  test("before the start runs nothing", async () => {
    const { result, events } = await play(aFlow([{ id: "a" }]), echo, { signal: AbortSignal.abort() });
    expect(result.status).toBe("canceled");
    expect(events.map(({ kind }) => kind)).toEqual(["node.settled"]);
  });

  test("after the end changes nothing", async () => {
    const controller = new AbortController();
    const { result } = await play(aFlow([{ id: "a" }]), echo, { signal: controller.signal });
    controller.abort();
    expect(result.status).toBe("success");
  });

  test("ends nodes that run inside others first", async () => {
    const controller = new AbortController();
    const clock = new VirtualClock();
    clock.after(10, () => controller.abort());
    const step: Step = async (call) => {
      if (call.node.id === "outer") return (await call.runNode(aFlowNode({ id: "inner" }), {}, "0")).output;
      return new Promise<never>(() => {});
    };
    const { events } = await play(aFlow([{ id: "outer" }]), step, { signal: controller.signal, clock });
    const settled = events.filter((event) => event.kind === "node.settled");
    expect(settled.map(({ nodeId, result }) => [nodeId, result.status])).toEqual([
      ["inner", "canceled"],
      ["outer", "canceled"],
    ]);
  });
});

describe("nodes inside nodes", () => {
  test("carry their place in their events, and have error handling of their own", async () => {
    const inner = aFlowNode({ id: "inner", ...handling({ max_retries: 1 }), output_transformer: { path: "$.x" } });
    const step: Step = async (call) => {
      if (call.node.id === "outer") {
        const results = await Promise.all([0, 1].map((n) => call.runNode(inner, { n }, String(n))));
        return results.map(({ output }) => output);
      }
      if (call.attempt === 0) throw new Error("first");
      call.emitChunk("fragment");
      return { x: call.input };
    };
    const { result, events } = await play(aFlow([{ id: "outer" }]), step);
    expect(result.results.get("outer")?.output).toEqual([{ n: 0 }, { n: 1 }]);
    const chunks = events.filter(({ kind }) => kind === "node.chunk");
    expect(chunks.map(({ nodeId, path }) => [nodeId, ...path])).toEqual([
      ["inner", "outer", "0"],
      ["inner", "outer", "1"],
    ]);
  });

  test("end when the attempt that runs them is given up", async () => {
    const step: Step = async (call) => {
      if (call.node.id === "outer") return (await call.runNode(aFlowNode({ id: "inner" }), {}, "0")).output;
      return new Promise<never>(() => {});
    };
    const { events } = await play(aFlow([{ id: "outer", ...handling({ timeout_seconds: 1 }) }]), step);
    const settled = events.filter((event) => event.kind === "node.settled");
    expect(settled.map(({ nodeId, result }) => [nodeId, result.status])).toEqual([
      ["inner", "canceled"],
      ["outer", "failure"],
    ]);
  });
});

describe("workers", () => {
  test.each([
    ["8 where nobody says", undefined, undefined, 8],
    ["as many as the flow says", 3, undefined, 3],
    ["as many as the run says", 3, 5, 5],
  ])("%s run at a time", async (_what, ofFlow, ofRun, expected) => {
    const clock = new VirtualClock();
    let [running, most] = [0, 0];
    const nodes = Array.from({ length: 20 }, (_, index) => ({ id: `n${index}` }));
    const step: Step = async () => {
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(10);
      running -= 1;
      return null;
    };
    await play(aFlow(nodes, { max_node_workers: ofFlow }), step, { clock, workers: ofRun });
    expect(most).toBe(expected);
  });
});

describe("a flow that is no graph", () => {
  test.each([
    [
      "a cycle",
      [
        { id: "a", after: ["b"] },
        { id: "b", after: ["a"] },
      ],
      /wait for each other/,
    ],
    ["a missing node", [{ id: "a", after: ["b"] }], /which is not there/],
    ["two of one id", [{ id: "a" }, { id: "a" }], /two nodes have the id/],
  ])("with %s is refused", async (_what, nodes, message) => {
    await expect(play(aFlow(nodes), echo)).rejects.toThrow(message);
  });

  test("without nodes succeeds", async () => {
    expect((await play(aFlow([]), echo)).result).toMatchObject({ status: "success" });
    expect((await play(aFlow([]), echo, { signal: AbortSignal.abort() })).result.status).toBe("success");
  });
});

test("a chain of ten thousand skipped nodes does not break the stack", async () => {
  const nodes = Array.from({ length: 5000 }, (_, index) => ({
    id: `n${index}`,
    ...(index > 0 && { after: [`n${index - 1}`] }),
  }));
  const { result } = await play(aFlow(nodes), broken);
  expect(result.results.get("n4999")?.status).toBe("skip");
});

test("in any graph no node runs twice or before its time, and every node settles once", async () => {
  type Plan = { after: number[]; ms: number; fails: boolean; returns: boolean; retries: number; limit: number | null };
  const plan: fc.Arbitrary<Plan> = fc.record({
    after: fc.array(fc.nat(30), { maxLength: 4 }),
    ms: fc.nat(50),
    fails: fc.boolean(),
    returns: fc.boolean(),
    retries: fc.nat(2),
    limit: fc.option(fc.integer({ min: 1, max: 60 })),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(plan, { maxLength: 25 }),
      fc.integer({ min: 1, max: 9 }),
      fc.option(fc.nat(120)),
      async (plans, workers, stopAt) => {
        const clock = new VirtualClock();
        const controller = new AbortController();
        if (stopAt !== null) clock.after(stopAt, () => controller.abort());
        const nodes = plans.map(({ after, returns, retries, limit }, index) => ({
          id: `n${index}`,
          after: [...new Set(after.filter((other) => other < index).map((other) => `n${other}`))],
          error_handling: {
            behavior: returns ? "return" : "raise",
            max_retries: retries,
            retry_interval_seconds: 0.02,
            timeout_seconds: limit === null ? null : limit / 1000,
          },
        }));
        let running = 0;
        const step: Step = async ({ node, signal }) => {
          const own = plans[Number(node.id.slice(1))];
          running += 1;
          expect(running).toBeLessThanOrEqual(workers);
          let isOver = false;
          const over = () => {
            if (!isOver) running -= 1;
            isOver = true;
          };
          signal.addEventListener("abort", over);
          await clock.sleep(own?.ms ?? 0);
          over();
          if (own?.fails) throw new Error("planned");
          return node.id;
        };
        const { result, events } = await play(aFlow(nodes), step, { clock, workers, signal: controller.signal });
        const [started, settled] = [new Set<string>(), new Map<string, string>()];
        for (const event of events) {
          const node = nodes[Number(event.nodeId.slice(1))];
          if (event.kind === "node.started") {
            expect(started.has(event.nodeId)).toBe(false);
            started.add(event.nodeId);
            for (const before of node?.after ?? []) expect(settled.has(before)).toBe(true);
          }
          if (event.kind === "node.settled") {
            expect(settled.has(event.nodeId)).toBe(false);
            settled.set(event.nodeId, event.result.status);
            if (event.result.status === "success") expect(started.has(event.nodeId)).toBe(true);
            expect(event.attempts.length).toBeLessThanOrEqual((node?.error_handling.max_retries ?? 0) + 1);
          }
        }
        expect(settled.size).toBe(nodes.length);
        expect(result.results.size).toBe(nodes.length);
        const statuses = [...settled.values()];
        if (statuses.includes("canceled")) expect(result.status).toBe("canceled");
      },
    ),
    { numRuns: 150 },
  );
}, 30_000);

test("a run that nobody cancels leaves no listener on its signal", async () => {
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners += 1;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners -= 1;
    remove(...args);
  };
  await runFlow(
    aFlow([
      { id: "a", ...handling({ timeout_seconds: 9 }) },
      { id: "b", after: ["a"] },
    ]),
    {},
    echo,
    {
      signal,
      emit: () => {},
    },
  );
  expect(listeners).toBe(0);
});
