import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "@/lib/core/json";
import { problemsOf } from "@/lib/engine/problems";
import { runFlow } from "@/lib/engine/run";
import { aFlow } from "@/lib/testing/engine";
import { definitionOf } from "./definitions";
import { stepOf } from "./step";

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ found: new URL(request.url ?? "", "http://x").searchParams.get("q") }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => void server.close());

/** Input → a text → Choice → a call, or another text → Output, which joins the two branches. */
const flow = () => {
  const returning = { error_handling: { behavior: "return" } };
  return aFlow([
    {
      id: "input",
      type: "dynamiq.nodes.utils.Input",
      schema: { type: "object", properties: { input: { type: "string" } } },
    },
    {
      id: "question",
      type: "dynamiq.nodes.transformers.TextTemplate",
      template: "{{ text|trim|lower }}",
      after: ["input"],
      input_transformer: { selector: { text: "$.input.output.input" } },
    },
    {
      id: "choice",
      type: "dynamiq.nodes.operators.Choice",
      after: ["question"],
      options: [
        {
          id: "look",
          condition: { variable: "$.question.output.content", operator: "string-starts-with", value: "find " },
        },
        { id: "else" },
      ],
    },
    {
      id: "call",
      type: "dynamiq.nodes.tools.HttpApiCall",
      url,
      response_type: "json",
      params: { q: "{{ q }}" },
      depends: [{ node: "choice", option: "look" }],
      input_transformer: { selector: { q: "$.question.output.content" } },
      ...returning,
    },
    {
      id: "answer",
      type: "dynamiq.nodes.transformers.TextTemplate",
      template: "You said: {{ q }}",
      depends: [{ node: "choice", option: "else" }],
      input_transformer: { selector: { q: "$.question.output.content" } },
      ...returning,
    },
    {
      id: "output",
      type: "dynamiq.nodes.utils.Output",
      after: ["call", "answer"],
      input_transformer: { selector: { output: "$.answer.output.content", found: "$.call.output.content.found" } },
    },
  ]);
};

const run = (input: JsonObject) => {
  const step = stepOf({
    runId: "run",
    fetch,
    openConnection: async () => {
      throw new Error("There is no connection.");
    },
    clients: { client: async (connection, make) => make(connection) },
    isStreaming: () => false,
    onUnexpected: () => {},
  });
  return runFlow(flow(), input, step, { signal: new AbortController().signal, emit: () => {} });
};

test("a flow that branches has no problems", () => {
  expect(problemsOf(flow(), definitionOf)).toEqual([]);
});

test("a flow that branches takes the branch that was chosen and joins them again", async () => {
  const found = await run({ input: " FIND Ada " });
  expect(found.status).toBe("success");
  expect(found.results.get("output")?.output).toEqual({ output: null, found: "find ada" });
  expect(found.results.get("answer")).toMatchObject({
    status: "skip",
    error: { type: "NodeConditionSkippedException" },
  });

  const said = await run({ input: "Hello" });
  expect(said.results.get("output")?.output).toEqual({ output: "You said: hello", found: null });
  expect(said.results.get("call")).toMatchObject({ status: "skip", error: { type: "NodeConditionFailedException" } });
});
