import { expect, test } from "vitest";
import { jsonEvents } from "@/lib/core/event-data";
import { type Answer, textOf, withFrame } from "./answer";

const NOTHING: Answer = { text: "", output: null, runId: null, traceId: null, error: null };

async function read(text: string, step: number) {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += step) controller.enqueue(bytes.slice(at, at + step));
      controller.close();
    },
  });
  let answer = NOTHING;
  for await (const frame of jsonEvents(body)) answer = withFrame(answer, frame);
  return answer;
}

const chunk = (content: string) =>
  `data: ${JSON.stringify({ event: "data", wf_run_id: "r", data: { choices: [{ delta: { content } }] } })}\n\n`;

test.each([1, 2, 3, 7, 1000])("a stream cut into pieces of %i bytes reads the same", async (step) => {
  const end = `data: ${JSON.stringify({ event: "workflow.completed", data: { output: { a: 1 }, trace_id: "t" } })}\n\n`;
  const answer = await read(`: heartbeat\n\n${chunk("Grüße, ")}${chunk("Welt")}${end}`, step);
  expect(answer).toEqual({ text: "Grüße, Welt", output: { a: 1 }, runId: "r", traceId: "t", error: null });
});

test("a stream that ends without an end keeps what it said", async () => {
  expect(textOf(await read(chunk("half"), 5))).toBe("half");
});

test("a failed run says why", async () => {
  const failed = `data: ${JSON.stringify({ event: "workflow.failed", data: { error: { message: "No answer." } } })}\n\n`;
  expect((await read(failed, 9)).error).toBe("No answer.");
});

test("a plain answer is read whole", () => {
  const answer = withFrame(NOTHING, { output: "Hello", run_id: "r", trace_id: "t", status: "success" });
  expect(answer).toMatchObject({ output: "Hello", runId: "r", traceId: "t", error: null });
});
