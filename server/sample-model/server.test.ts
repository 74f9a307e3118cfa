import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failureOf } from "@/lib/llm/failure";
import type { ChatRequest } from "@/lib/llm/model";
import { openaiModel } from "@/lib/llm/openai/model";
import { callsIn, finishIn, partsOf, textIn } from "@/lib/testing/model-endpoint";
import { type SampleModel, startSampleModel } from "./server";

let sample: SampleModel;
beforeAll(async () => {
  sample = await startSampleModel();
});
afterAll(() => sample.close());

const post = async (body: object) => {
  const response = await fetch(`${sample.url}/chat/completions`, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const user = (content: string) => ({ role: "user" as const, content });
const ask = (content: string, more: Partial<ChatRequest> = {}, stream = false) =>
  partsOf(
    openaiModel({ api_key: "any", url: sample.url }),
    { model: "sample", messages: [user(content)], ...more },
    { stream },
  );
const said = async (content: string, more: Partial<ChatRequest> = {}) => textIn(await ask(content, more));
const WEATHER = {
  type: "function",
  function: {
    name: "weather",
    parameters: { type: "object", properties: { city: { type: "string" }, days: { type: "integer" } } },
  },
};

describe("the sample model", () => {
  test("says that it is no AI and echoes the last message", async () => {
    expect(await said("Hello")).toBe("Sample model (no AI): you said “Hello”.");
  });

  test("gives equal answers to equal requests", async () => {
    const [one, other] = await Promise.all(
      [1, 2].map(async () => JSON.parse((await post({ model: "sample", messages: [user("x")] })).text)),
    );
    expect({ ...one, created: 0 }).toEqual({ ...other, created: 0 });
  });

  test("replies with what it is told, by the user or the system prompt", async () => {
    expect(await said("Please.\nreply with: The answer.\nIt is 42.")).toBe("The answer.\nIt is 42.");
    const messages = [{ role: "system" as const, content: "Reply with: Yes." }, user("Well?")];
    expect(await said("", { messages })).toBe("Yes.");
  });

  test.each([
    ["My invoice is wrong, a billing error", "billing"],
    ["a technical thing, not billing", "billing"],
    ["the TECHNICAL team", "technical"],
    ["rebilling", "other"],
    ["", "other"],
  ])("classifies %j as %s", async (text, label) => {
    const messages = [
      { role: "system" as const, content: "Classify the message as one of: billing, technical, or other." },
      user(text),
    ];
    expect(await said("", { messages })).toBe(label);
    expect(await said(`Classify this text as one of: billing, technical, other.\n${text}`)).toBe(label);
  });

  test("calls the tools it is told to, with the arguments given or made from the schema", async () => {
    const given = await ask('call weather {"city":"Rome","days":3}', { tools: [WEATHER] });
    expect(callsIn(given)[0]?.function).toEqual({ name: "weather", arguments: '{"city":"Rome","days":3}' });
    expect(finishIn(given)).toMatchObject([{ reason: "tool_calls" }]);
    const made = await ask("call weather", { tools: [WEATHER] }, true);
    expect(JSON.parse(callsIn(made)[0]?.function.arguments ?? "")).toEqual({ city: "", days: 1 });
    expect(
      callsIn(await ask('call weather {"city":"Rome"} and call weather {"city":"Oslo"}', { tools: [WEATHER] })),
    ).toHaveLength(2);
    expect(callsIn(await ask("call weather"))).toEqual([]);
    expect(callsIn(await ask("Hi", { tools: [WEATHER], tool_choice: "required" }))).toHaveLength(1);
  });

  test("answers in the format that is asked for", async () => {
    expect(JSON.parse(await said("Hi", { response_format: { type: "json_object" } }))).toHaveProperty("answer");
    const schema = {
      type: "object",
      properties: {
        topic: { enum: ["a", "b"] },
        ok: { type: "boolean" },
        tags: { type: "array", items: { type: "string" } },
      },
    };
    const format = { type: "json_schema", json_schema: { name: "x", schema } };
    expect(JSON.parse(await said("reply with: b", { response_format: format }))).toEqual({
      topic: "b",
      ok: true,
      tags: ["b"],
    });
  });

  test("writes as many words as asked, and streams them with usage", async () => {
    const parts = await ask("write 40 words", {}, true);
    expect(textIn(parts).split(" ")).toHaveLength(40);
    expect(parts.length).toBeGreaterThan(40);
    expect(finishIn(parts)[0]?.tokens?.completion).toBeGreaterThanOrEqual(40);
    expect(textIn(parts)).toBe(await said("write 40 words"));
  });

  test("stops at a stop sequence and at its token limit", async () => {
    expect(await said("reply with: one two three", { stop: ["two"] })).toBe("one ");
    expect(finishIn(await ask("write 40 words", { max_tokens: 5 }))).toMatchObject([
      { reason: "length", tokens: { completion: 5 } },
    ]);
  });

  test.each([400, 401, 429, 500, 503])("answers with error %i when told", async (status) => {
    const { status: actual, text } = await post({ model: "sample", messages: [user(`error ${status}`)] });
    expect(actual).toBe(status);
    expect(JSON.parse(text)).toMatchObject({ error: { message: expect.any(String), type: expect.any(String) } });
  });

  test("misbehaves when told: rubbish, a cut stream, no answer", async () => {
    await expect(ask("rubbish")).rejects.toThrow(/something other than/);
    const cut = await ask("cut", {}, true).catch((error: unknown) => error);
    expect(failureOf(cut)).toMatchObject({ kind: "connection" });
    const model = openaiModel({ api_key: "any", url: sample.url });
    const request = { model: "sample", messages: [user("hang")] };
    await expect(partsOf(model, request, { signal: AbortSignal.timeout(150) })).rejects.toMatchObject({
      code: "timeout",
    });
  });

  test("answers once a tool has", async () => {
    const call = { id: "c1", type: "function" as const, function: { name: "weather", arguments: "{}" } };
    const messages: ChatRequest["messages"] = [
      user("call weather"),
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "c1", content: "sunny" },
    ];
    expect(await said("", { messages, tools: [WEATHER] })).toBe("Sample model (no AI): the tool answered: sunny");
  });

  test("lists its models and refuses what it does not know", async () => {
    const list = await fetch(`${sample.url}/models`).then((response) => response.json());
    expect(list).toMatchObject({ object: "list", data: [{ id: "sample" }, { id: "sample-slow" }] });
    expect((await fetch(`${sample.url}/embeddings`, { method: "POST" })).status).toBe(404);
    expect((await post({ messages: [user("x")] })).status).toBe(400);
    expect((await post({ model: "sample", messages: [] })).status).toBe(400);
  });

  test("closes open answers when it is closed", async () => {
    const another = await startSampleModel();
    const model = openaiModel({ api_key: "any", url: another.url });
    const waiting = partsOf(model, { model: "sample", messages: [user("hang")] }).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await another.close();
    expect(failureOf(await waiting)).toMatchObject({ kind: "connection" });
  });
});
