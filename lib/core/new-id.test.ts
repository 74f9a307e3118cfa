import { expect, test } from "vitest";
import { z } from "zod";
import { newId } from "./new-id";

test("a new id is a UUID of version 7 that sorts by its time, and no two are alike", () => {
  const ids = Array.from({ length: 1000 }, (_, at) => newId(1_750_000_000_000 + at));
  for (const id of ids) expect(z.uuidv7().safeParse(id).success).toBe(true);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(Array.from({ length: 1000 }, () => newId(0))).size).toBe(1000);
});
