import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Json, JsonObject } from "@/lib/core/json";
import type { NodeDetail } from "@/lib/engine/events";
import type { FlowNode, NodeResult } from "@/lib/engine/flow";
import { anEndpoint, type Endpoint } from "@/lib/testing/model-endpoint";
import { type SampleModel, startSampleModel } from "@/server/sample-model/server";
import { llmDefinitions } from "./definition";
import { llmExecutors } from "./execute";

let sample: SampleModel;
beforeAll(async () => {
  sample = await startSampleModel();
});
afterAll(() => sample.close());

const TYPE = "dynamiq.nodes.llms.OpenAI";
const say = (content: string) => ({ messages: [{ role: "user", content }] });

type Played = { output: JsonObject; chunks: JsonObject[]; detail: NodeDetail; fallbacks: FlowNode[] };

/** Runs an LLM node as the engine does, with a connection to the sample model or another address. */
async function play(
  settings: JsonObject,
  input: JsonObject = {},
  {
    url = sample.url,
    isStreaming = false,
    fallback,
  }: { url?: string; isStreaming?: boolean; fallback?: NodeResult } = {},
): Promise<Played> {
  const node = { id: "llm", type: TYPE, model: "sample", depends: [], ...settings } as unknown as FlowNode;
  const executor = llmExecutors.find(({ definition }) => definition.type === TYPE);
  const definition = llmDefinitions.find(({ type }) => type === TYPE);
  if (!executor || !definition) throw new Error("No OpenAI node.");
  const chunks: JsonObject[] = [];
  const fallbacks: FlowNode[] = [];
  let detail: NodeDetail = {};
  const output = await executor.execute(
    {
      node,
      runId: "run",
      attempt: 0,
      signal: AbortSignal.timeout(5000),
      fetch,
      connection: async () => ({
        id: "c",
        type: "dynamiq.connections.OpenAI",
        name: "c",
        fields: { api_key: "k", url },
      }),
      client: async () => {
        throw new Error("not here");
      },
      isStreaming,
      emitChunk: (data) => chunks.push(data as JsonObject),
      emitDetail: (more) => {
        detail = { ...detail, ...more };
      },
      runNode: async (inner) => {
        fallbacks.push(inner);
        return fallback ?? { status: "failure", input: null, output: null, error: { type: "x", message: "No luck." } };
      },
    },
    {
      params: definition.params.parse(settings.model ? settings : { model: "sample", ...settings }) as JsonObject,
      input,
    },
  );
  return { output: output as JsonObject, chunks, detail, fallbacks };
}

const bodyOf = ({ asked }: Endpoint, at = 0) => asked[at]?.body ?? {};
const whole = (content: string) => ({
  body: [JSON.stringify({ model: "gpt-4o", choices: [{ index: 0, message: { content }, finish_reason: "stop" }] })],
});
const WEATHER = { type: "function", function: { name: "weather", parameters: { type: "object", properties: {} } } };

describe("an LLM node", () => {
  test("answers its prompt, and tells the prompt as sent and what it used", async () => {
    const { output, detail } = await play({ prompt: say("reply with: {{ word }}!") }, { word: "Hi", other: 1 });
    expect(output).toEqual({ content: "Hi!" });
    expect(detail.prompt).toEqual([{ role: "user", content: "reply with: Hi!" }]);
    expect(detail.usage).toMatchObject({ model: "sample", prompt_tokens: expect.any(Number), prompt_cost: null });
  });

  test("takes a value for what it is: braces in it are not filled in", async () => {
    const { output } = await play({ prompt: say("reply with: {{ word }}") }, { word: "{{ secret }}", secret: "x" });
    expect(output.content).toBe("{{ secret }}");
  });

  test("refuses an input without a variable of its prompt, and says what it got", async () => {
    const asking = play({ prompt: say("{% if tone %}{{ question }}{% endif %}") }, { topic: "x" });
    await expect(asking).rejects.toMatchObject({ code: "bad_input" });
    await expect(asking).rejects.toThrow(/expects (tone, question|question, tone), but got topic/);
  });

  test("sends a static message as it is", async () => {
    const prompt = { messages: [{ role: "user", content: "reply with: {{ word }}", static: true }] };
    expect((await play({ prompt })).output.content).toBe("{{ word }}");
  });

  test("sends images and files, and a lone text part as text", async () => {
    const endpoint = await anEndpoint(whole("ok"));
    const content = [
      { type: "text", text: "What is {{ it }}?" },
      { type: "image_url", image_url: { url: "{{ picture }}", detail: "low" } },
      { type: "file", file: { file_data: "{{ upload }}", filename: "a.pdf" } },
    ];
    const input = {
      it: "this",
      picture: "https://x.test/a.png",
      upload: { name: "a.pdf", mime_type: "application/pdf", content: "QUJD" },
    };
    await play({ prompt: { messages: [{ role: "user", content }] } }, input, { url: endpoint.origin });
    await play({ prompt: { messages: [{ role: "user", content: content.slice(0, 1) }] } }, input, {
      url: endpoint.origin,
    });
    expect(bodyOf(endpoint).messages).toEqual([
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url: "https://x.test/a.png", detail: "low" } },
          { type: "file", file: { file_data: "data:application/pdf;base64,QUJD", filename: "a.pdf" } },
        ],
      },
    ]);
    expect(bodyOf(endpoint, 1).messages).toEqual([{ role: "user", content: "What is this?" }]);
  });

  test("gives its calls by name, with arguments parsed, or as text where they cannot be", async () => {
    const prompt = { ...say('call weather {"city":"Rome"} call weather {"city":"Oslo"}'), tools: [WEATHER] };
    const { output } = await play({ prompt });
    const calls = Object.values(output.tool_calls as Record<string, { function: { arguments: Json } }>);
    expect(Object.keys(output.tool_calls as object)[0]).toBe("weather");
    expect(calls.map((call) => call.function.arguments)).toEqual([{ city: "Rome" }, { city: "Oslo" }]);
    const broken = { id: "c", type: "function", function: { name: "weather", arguments: '{"city":' } };
    const message = { content: null, tool_calls: [broken] };
    const endpoint = await anEndpoint({
      body: [JSON.stringify({ choices: [{ index: 0, message, finish_reason: "tool_calls" }] })],
    });
    const raw = (await play({ prompt: say("x") }, {}, { url: endpoint.origin })).output;
    expect(raw).toEqual({ content: "", tool_calls: { weather: broken } });
  });

  test("puts its own tools and format before the prompt's, forwards unknown keys, and sends no null", async () => {
    const endpoint = await anEndpoint(whole("ok"));
    const other = { type: "function", function: { name: "other" } };
    await play(
      {
        prompt: { ...say("x"), tools: [other], response_format: { type: "json_object" } },
        tools: [WEATHER],
        strict_tools: ["weather"],
        temperature: null,
        seed: 7,
        stop: [],
        logit_bias: { 1: 2 },
        messages: "mine",
      },
      {},
      { url: endpoint.origin },
    );
    expect(bodyOf(endpoint)).toEqual({
      model: "sample",
      messages: [{ role: "user", content: "x" }],
      seed: 7,
      tools: [{ ...WEATHER, function: { ...WEATHER.function, strict: true } }],
      response_format: { type: "json_object" },
      logit_bias: { 1: 2 },
    });
  });

  test("streams OpenAI's chunks where somebody listens, and answers the same", async () => {
    const { output, chunks } = await play({ prompt: say("write 12 words") }, {}, { isStreaming: true });
    const deltas = chunks.map((chunk) => (chunk.choices as unknown as { delta: { content?: string } }[])[0]?.delta);
    expect(deltas.map((delta) => delta?.content ?? "").join("")).toBe(output.content);
    expect(deltas[0]).toMatchObject({ role: "assistant" });
    expect(chunks[0]).toMatchObject({ object: "chat.completion.chunk", model: "sample", id: expect.any(String) });
    expect(chunks.at(-1)).toMatchObject({
      choices: [{ finish_reason: "stop" }],
      usage: { total_tokens: expect.any(Number) },
    });
    expect((await play({ prompt: say("write 12 words") })).chunks).toEqual([]);
  });

  test("without a prompt, or with one that is not here, says so", async () => {
    await expect(play({})).rejects.toThrow("it has no prompt");
    await expect(play({ prompt: "a-prompt-id" })).rejects.toThrow("“a-prompt-id” is not available here");
  });

  test("is asked as a stream where its model only streams, and without a setting it refuses", async () => {
    const only = { status: 400, body: ['{"error":{"message":"This model only supports stream=true."}}'] };
    const refused = {
      status: 400,
      body: ['{"error":{"message":"\'temperature\' is not supported with this model."}}'],
    };
    const endpoint = await anEndpoint(only, refused, whole("At last."));
    const { output } = await play({ prompt: say("x"), temperature: 0.5, seed: 1 }, {}, { url: endpoint.origin });
    expect(output.content).toBe("At last.");
    expect(endpoint.asked.map(({ body }) => [body.stream, body.temperature, body.seed])).toEqual([
      [undefined, 0.5, 1],
      [true, 0.5, 1],
      [true, undefined, 1],
    ]);
  });
});

test("a connection of another type is refused, and its key stays here", async () => {
  const executor = llmExecutors.find(({ definition }) => definition.type === TYPE);
  const node = { id: "llm", type: TYPE, model: "sample", prompt: say("x") } as unknown as FlowNode;
  const sent: unknown[] = [];
  const answer = executor?.execute(
    {
      node,
      runId: "run",
      attempt: 0,
      signal: AbortSignal.timeout(5000),
      fetch: async (...request) => {
        sent.push(request);
        return new Response();
      },
      connection: async () => ({ id: "c", type: "dynamiq.connections.Anthropic", name: "c", fields: { api_key: "k" } }),
      client: async () => {
        throw new Error("not here");
      },
      isStreaming: false,
      emitChunk: () => undefined,
      emitDetail: () => undefined,
      runNode: async () => ({ status: "failure", input: null, output: null }),
    },
    { params: { model: "sample", prompt: say("x") }, input: {} },
  );
  await expect(answer).rejects.toThrow("OpenAI needs a connection of its own type, not dynamiq.connections.Anthropic.");
  expect(sent).toEqual([]);
});

describe("a fallback", () => {
  const llm = { id: "spare", type: "dynamiq.nodes.llms.Anthropic", model: "claude-haiku-4-5", connection: "c2" };
  const rescued: NodeResult = { status: "success", input: {}, output: { content: "Spare answer." } };
  const fallback = (triggers: string[]) => ({ enabled: true, triggers, llm });

  test("answers with the same prompt where its trigger fits", async () => {
    const settings = { prompt: { ...say("error 429"), tools: [WEATHER] }, fallback: fallback(["rate_limit"]) };
    const { output, fallbacks } = await play(settings, {}, { fallback: rescued });
    expect(output).toEqual({ content: "Spare answer." });
    expect(fallbacks).toMatchObject([
      { id: "spare", model: "claude-haiku-4-5", prompt: { ...say("error 429"), tools: [WEATHER] } },
    ]);
  });

  test("waits until the node has used up its retries, unless they are no use", async () => {
    const retrying = { error_handling: { max_retries: 2 }, fallback: fallback(["any"]) };
    await expect(play({ ...retrying, prompt: say("error 500") }, {}, { fallback: rescued })).rejects.toThrow("(500)");
    const { output } = await play({ ...retrying, prompt: say("error 401") }, {}, { fallback: rescued });
    expect(output.content).toBe("Spare answer.");
  });

  test("is left alone where its trigger does not fit, or it is off", async () => {
    const failing = { prompt: say("error 401"), fallback: fallback(["rate_limit", "connection"]) };
    await expect(play(failing, {}, { fallback: rescued })).rejects.toMatchObject({ cause: { kind: "auth" } });
    const off = { prompt: say("error 500"), fallback: { ...fallback(["any"]), enabled: false } };
    await expect(play(off, {}, { fallback: rescued })).rejects.toMatchObject({ cause: { kind: "server" } });
  });

  test("that fails too fails the node", async () => {
    await expect(play({ prompt: say("error 500"), fallback: fallback(["any"]) })).rejects.toThrow("No luck.");
  });
});

test("every provider is a node that forwards what it does not know and may run ten minutes", () => {
  expect(llmDefinitions.map(({ type }) => type.split(".").at(-1))).toEqual([
    "OpenAI",
    "Anthropic",
    "Gemini",
    "Mistral",
    "Cohere",
    "Bedrock",
    "CustomLLM",
  ]);
  for (const definition of llmDefinitions) {
    const { properties } = z.toJSONSchema(definition.params, { io: "input", unrepresentable: "any" });
    expect(properties).toMatchObject({ model: { title: "Model", widget: "model" }, prompt: { widget: "messages" } });
    expect(definition).toMatchObject({ group: "llms", keepsUnknownKeys: true, timeoutSeconds: 600, canStream: true });
    expect(definition.params.safeParse({ ...definition.initial, model: "m" }).success).toBe(true);
  }
});
