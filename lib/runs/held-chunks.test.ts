import { expect, test } from "vitest";
import type { RunEvent } from "@/lib/engine/events";
import { heldChunks } from "./held-chunks";
import { makeRedactor } from "./redact";

const SECRET = "sk-canary-0123456789";

const chunk = (content: string, nodeId = "llm", field = "content"): RunEvent => ({
  kind: "node.chunk",
  nodeId,
  path: [],
  at: 0,
  data: { id: "c", choices: [{ index: 0, delta: { [field]: content }, finish_reason: null }] },
});
const detail = (nodeId = "llm"): RunEvent => ({ kind: "node.detail", nodeId, path: [], at: 0, detail: { info: {} } });

function taker() {
  const redactor = makeRedactor();
  redactor.learn(SECRET);
  return heldChunks(redactor);
}
const textOf = (events: readonly RunEvent[]): string =>
  JSON.stringify(events)
    .split(/"(?:content|reasoning_content)":"/)
    .slice(1)
    .map((part) => part.split('"')[0])
    .join("");

test.each([
  ["two pieces", [SECRET.slice(0, 7), SECRET.slice(7)]],
  ["single characters", [...SECRET]],
  ["pieces that hold other text too", [`key: ${SECRET.slice(0, 3)}`, SECRET.slice(3, 9), `${SECRET.slice(9)} end`]],
])("a secret in %s is masked", (_, pieces) => {
  const take = taker();
  const told = [...pieces.map((piece) => chunk(piece)), detail()].flatMap((event) => [...take(event)]);
  expect(told).toHaveLength(pieces.length + 1);
  expect(textOf(told)).toBe(pieces.join("").replace(SECRET, "•••"));
});

test("what only began like a secret goes on unchanged, in its order", () => {
  const take = taker();
  const events = [chunk("a s"), chunk("k-can"), chunk("ned beans"), detail()];
  const told = events.map((event) => take(event));
  expect(told[0]).toEqual([]);
  expect(told.flat()).toEqual(events);
});

test("text without the beginning of a secret is not kept back", () => {
  const take = taker();
  const event = chunk("hello ");
  expect(take(event)).toEqual([event]);
});

test("nodes at the same time do not wait for one another, nor an answer for its reasoning", () => {
  const take = taker();
  const [mine, theirs, thought] = [chunk("sk-"), chunk("hello ", "other"), chunk("hm ", "llm", "reasoning_content")];
  expect(take(mine)).toEqual([]);
  expect(take(theirs)).toEqual([theirs]);
  expect(take(thought)).toEqual([mine, thought]);
});

test("what is kept back is told before its node ends", () => {
  const take = taker();
  const held = chunk("sk-canary");
  take(held);
  expect(take(detail())).toEqual([held, detail()]);
});
