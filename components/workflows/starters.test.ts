import { expect, test } from "vitest";
import { connectionDefinitions } from "@/lib/connections/definitions";
import { Flow } from "@/lib/engine/flow";
import { problemsOf } from "@/lib/engine/problems";
import { definitionOf } from "@/lib/nodes/definitions";
import { answerAndRoute, MODEL_CONNECTION_TYPES } from "./starters";

const id = "0191e0a0-0000-7000-8000-000000000001";

test.each(MODEL_CONNECTION_TYPES)("the starter has no fault with a connection of %s", (type) => {
  const flow = Flow.parse(answerAndRoute("starter", { id, type, is_sample: false }, "https://example.com/status"));
  expect(problemsOf(flow, definitionOf)).toEqual([]);
});

test("each type of model connection is one that can be added", () => {
  const known = connectionDefinitions.map(({ type }) => type);
  expect(MODEL_CONNECTION_TYPES.filter((type) => !known.includes(type))).toEqual([]);
});
