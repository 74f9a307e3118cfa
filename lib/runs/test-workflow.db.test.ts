import { beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/core/json";
import { db } from "@/lib/db/client";
import { API_KEY, aFlowOf, chain, completion, input, output, streamed } from "@/lib/testing/deployed-app";
import { anEndpoint } from "@/lib/testing/model-endpoint";
import { aTenant, type Tenant } from "@/lib/testing/tenant";
import { TestWorkflow } from "@/lib/workflows/contract";
import type { RunFrame } from "./contract";
import { testWorkflow } from "./test-workflow";

process.env.DYNAMIQ_EGRESS_ALLOW = "loopback";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await aTenant();
});

async function run(nodes: readonly JsonObject[], changes: object = {}, leaving = new AbortController().signal) {
  const body = TestWorkflow.parse({
    flow: aFlowOf(nodes),
    project_id: tenant.projectId,
    input: { input: "?" },
    ...changes,
  });
  return testWorkflow(await tenant.as("editor"), body, leaving);
}

const framesIn = (text: string): RunFrame[] =>
  text
    .split("\n\n")
    .filter((record) => record.startsWith("event: "))
    .map((record) => {
      const [event, data] = record.split("\n");
      const frame = JSON.parse(data?.replace("data: ", "") ?? "") as RunFrame;
      expect(event).toBe(`event: ${frame.type}`);
      return frame;
    });

describe("testing a graph", () => {
  test("answers plainly, and records the run as a test with its trace", async () => {
    const answer = await (await run([input, output("start", "$.input")])).json();
    expect(answer).toMatchObject({ output: "?", status: "success" });
    expect(await db().run.findUnique({ where: { id: answer.run_id } })).toMatchObject({ origin: "test", appId: null });
    expect(await db().trace.findUnique({ where: { id: answer.trace_id } })).toMatchObject({ status: "succeeded" });
  });

  test("streams numbered frames from the run's start to its end", async () => {
    const model = await anEndpoint(streamed("For", "ty"));
    const response = await run(chain(model.origin, { streaming: { enabled: true } }), { stream: true });
    const text = await response.text();
    const frames = framesIn(text);
    expect(frames.map(({ sequence }) => sequence)).toEqual(frames.map((_, at) => at + 1));
    expect(frames.map(({ type }) => type).filter((type) => type !== "node.chunk")).toEqual([
      "run.started",
      "node.started",
      "node.completed",
      "node.started",
      "node.completed",
      "node.started",
      "node.completed",
      "run.completed",
    ]);
    expect(frames.filter(({ type }) => type === "node.chunk").length).toBeGreaterThanOrEqual(2);
    expect(frames.find(({ type, data }) => type === "node.completed" && data.node_id === "llm")?.data).toMatchObject({
      node_name: "answerer",
      path: [],
      output: { content: "Forty" },
      duration_ms: expect.any(Number),
      detail: { usage: { total_tokens: 12 } },
    });
    expect(frames.at(-1)?.data).toEqual({ output: "Forty" });
    expect(text).not.toContain(API_KEY);
  });

  test("ends its stream with the failure, and with the nodes that were skipped", async () => {
    const model = await anEndpoint({ status: 400, body: ['{"error":{"message":"no"}}'] });
    const frames = framesIn(await (await run(chain(model.origin), { stream: true })).text());
    expect(frames.map(({ type }) => type)).toContain("node.skipped");
    expect(frames.at(-1)).toMatchObject({
      type: "run.failed",
      data: { error: { details: { "nodes.llm": expect.any(String) } } },
    });
  });

  test("leaves nothing where it is a dry run", async () => {
    const answer = await (await run([input, output("start", "$.input")], { dry_run: true })).json();
    expect(await db().run.count({ where: { id: answer.run_id } })).toBe(0);
    expect(await db().trace.count({ where: { id: answer.trace_id } })).toBe(0);
  });

  test.each([true, false])("is canceled where its caller goes away (stream: %s)", async (stream) => {
    const model = await anEndpoint({ body: [], hangs: true });
    const leaving = new AbortController();
    const answering = run(chain(model.origin), { stream }, leaving.signal);
    await expect.poll(() => model.asked.length).toBe(1);
    if (stream) await (await answering).body?.cancel();
    else leaving.abort();
    await model.hungUp;
    await expect
      .poll(
        async () =>
          (await db().run.findFirst({ where: { projectId: tenant.projectId }, orderBy: { id: "desc" } }))?.status,
      )
      .toBe("canceled");
    await answering;
  });

  test("names node, field and fault of a graph that cannot run, and runs nothing", async () => {
    const before = await db().run.count();
    await expect(run([input, { ...output("nowhere") }])).rejects.toMatchObject({
      code: "bad_request",
      details: { "nodes.output.depends.0.node": expect.any(String) },
    });
    expect(await db().run.count()).toBe(before);
  });

  test("is not for viewers, nor for those of another organization", async () => {
    const model = await anEndpoint(completion("no"));
    const body = TestWorkflow.parse({ flow: aFlowOf(chain(model.origin)), project_id: tenant.projectId });
    const { signal } = new AbortController();
    await expect(testWorkflow(await tenant.as("viewer"), body, signal)).rejects.toMatchObject({ code: "forbidden" });
    const other = await aTenant();
    await expect(testWorkflow(await other.as("owner"), body, signal)).rejects.toMatchObject({ code: "not_found" });
    expect(model.asked).toHaveLength(0);
  });
});
