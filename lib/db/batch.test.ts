import { expect, test } from "vitest";
import { batched } from "./batch";

const later = (): { promise: Promise<void>; resolve: () => void } => Promise.withResolvers<void>();

test("rows that come during a write go together with the next, and each gets its own result", async () => {
  const writes: number[][] = [];
  const first = later();
  const add = batched(async (rows: readonly number[]) => {
    writes.push([...rows]);
    if (writes.length === 1) await first.promise;
    return rows.map((row) => row * 10);
  });
  const one = add(1);
  await expect.poll(() => writes.length).toBe(1);
  const others = [add(2), add(3), add(4)];
  first.resolve();
  expect(await Promise.all([one, ...others])).toEqual([10, 20, 30, 40]);
  expect(writes).toEqual([[1], [2, 3, 4]]);
});

test("a row that is refused fails alone", async () => {
  const add = batched(async (rows: readonly number[]) => {
    if (rows.includes(2)) throw new Error("no");
    return rows;
  });
  const results = await Promise.allSettled([add(1), add(2), add(3)]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("a write takes so many rows and no more", async () => {
  const sizes: number[] = [];
  const add = batched(
    async (rows: readonly number[]) => {
      sizes.push(rows.length);
      return rows;
    },
    { rowsMax: 2, writesMax: 1 },
  );
  expect(await Promise.all([1, 2, 3, 4, 5].map(add))).toEqual([1, 2, 3, 4, 5]);
  expect(sizes).toEqual([2, 2, 1]);
});
