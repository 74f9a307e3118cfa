import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { aFlow, play } from "@/lib/testing/engine";
import { runNode } from "@/lib/testing/nodes";
import { type StepPorts, stepOf } from "./step";

const llm = {
  type: "dynamiq.nodes.llms.OpenAI",
  model: "m",
  prompt: { messages: [{ role: "user", content: "hello" }] },
};

const ports = (rest: Partial<StepPorts> = {}): StepPorts => ({
  runId: "run",
  fetch: async () => {
    throw new Error("This test reaches no network.");
  },
  openConnection: async () => {
    throw new Error("There is no connection.");
  },
  clients: { client: async (connection, make) => make(connection) },
  isStreaming: () => false,
  onUnexpected: () => {},
  ...rest,
});

describe("a node", () => {
  test("of an unknown type fails", async () => {
    const { result } = await runNode({ type: "dynamiq.nodes.x.Y" }, {});
    expect(result.error).toMatchObject({
      type: "NotImplementedError",
      message: expect.stringContaining("dynamiq.nodes.x.Y"),
    });
  });

  test("whose output is nested too deep fails with a sentence that says so", async () => {
    const value = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
    const { result } = await runNode({ type: "dynamiq.nodes.transformers.JSONToAny" }, { value });
    expect(result.error?.message).toMatch(/nested deeper than 500 levels/);
  });

  test("whose settings are wrong fails with the field, and is not tried again", async () => {
    const node = { type: "dynamiq.nodes.tools.HttpApiCall", timeout: -1, error_handling: { max_retries: 4 } };
    const { result, events } = await runNode(node, {});
    expect(result.error).toMatchObject({ type: "ValidationError", message: expect.stringContaining("“timeout”") });
    const last = events.at(-1);
    expect(last?.kind === "node.settled" && last.attempts).toHaveLength(1);
  });

  test.each([undefined, null, ""])("that needs a connection and has none says so: %j", async (connection) => {
    const { result } = await runNode({ ...llm, connection }, {});
    expect(result.error?.message).toBe("'connection' or 'client' should be specified");
  });

  test("whose connection cannot be opened fails with why", async () => {
    const { result } = await runNode(
      { ...llm, connection: "c" },
      {},
      {
        openConnection: async () => {
          throw new AppError("unprocessable", "OPENAI_API_KEY is not set.");
        },
      },
    );
    expect(result.error).toMatchObject({ type: "UnprocessableError", message: "OPENAI_API_KEY is not set." });
  });

  test("that breaks by a fault of ours shows none of it, and the operator is told", async () => {
    const bug = new TypeError("undefined is not a function at /srv/secret.ts");
    const { result, unexpected } = await runNode(
      { ...llm, connection: "c" },
      {},
      {
        openConnection: async () => {
          throw bug;
        },
      },
    );
    expect(result.error).toMatchObject({ type: "InternalError" });
    expect(JSON.stringify(result)).not.toContain("secret.ts");
    expect(unexpected).toEqual([bug]);
  });

  test("that passes on what doubles with every node is stopped before it fills the memory", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
    const nodes = names.map((id, index) => ({
      id,
      type: "dynamiq.nodes.operators.Pass",
      after: names.slice(Math.max(0, index - 1), index),
    }));
    const { result } = await play(aFlow(nodes), stepOf(ports()), { input: { text: "x".repeat(100) } });
    expect(result.status).toBe("failure");
    expect(result.error?.failed_nodes[0]?.error_message).toMatch(/larger than 64 MB/);
  });
});

test("a type's time limit is the step's where the author gives none", () => {
  const { timeoutOf } = stepOf(ports());
  const of = (type: string) => timeoutOf?.(aFlow([{ id: "a", type }]).nodes[0] as never);
  expect(of("dynamiq.nodes.llms.OpenAI")).toBe(600);
  expect(of("dynamiq.nodes.operators.Pass")).toBeNull();
  expect(of("nothing")).toBeNull();
});
