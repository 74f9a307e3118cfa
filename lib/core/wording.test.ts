import { expect, test } from "vitest";
import { z } from "zod";
import { detailsOf } from "./parse";

const Body = z.strictObject({
  name: z.string(),
  input: z.record(z.string(), z.json()),
  stream: z.boolean().default(false),
  kind: z.enum(["a", "b"]).default("a"),
  count: z.number().int().min(1).max(5).default(1),
  id: z.uuid().optional(),
  own: z.string().min(3, "Give it three letters.").optional(),
});

const faultsOf = (value: unknown) => {
  const { error } = Body.safeParse(value);
  return error ? detailsOf(error) : {};
};

test.each([
  [{ input: {} }, { name: "is missing" }],
  [{ name: 1, input: {} }, { name: "must be text" }],
  [{ name: "n", input: "text" }, { input: "must be an object" }],
  [{ name: "n", input: {}, stream: "maybe" }, { stream: "must be true or false" }],
  [{ name: "n", input: {}, kind: "c" }, { kind: "must be one of: a, b" }],
  [{ name: "n", input: {}, count: 9 }, { count: "must be 5 at most" }],
  [{ name: "n", input: {}, count: 1.5 }, { count: "must be a whole number" }],
  [{ name: "n", input: {}, id: "x" }, { id: "must be an id (a UUID)" }],
  [{ name: "n", input: {}, extra: 1 }, { body: "has no field “extra”" }],
  [{ name: "n", input: {}, own: "x" }, { own: "Give it three letters." }],
])("%j is told what is wrong in words", (value, faults) => {
  expect(faultsOf(value)).toEqual(faults);
});
