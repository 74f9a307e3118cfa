import "server-only";
import { AppError } from "@/lib/core/errors";
import { isObject, type Json } from "@/lib/core/json";
import { NodeException, toNodeError } from "@/lib/engine/errors";
import { FlowNode } from "@/lib/engine/flow";
import { defineExecutor } from "../../context";
import { invalid } from "../../params";
import { map } from "./definition";

/** What became of an item; `isLast`: no other could fare better. */
type Item = { readonly output: Json } | { readonly failure: string; readonly isLast?: boolean };

const ITEMS_MAX = 10_000;
const LIMIT_ERROR = toNodeError(new AppError("limit_exceeded", "")).type;

/** Items after which the rest of the process has a turn. */
const ITEMS_AT_ONCE = 100;

/**
 * The inner node's output for every item, in the items' order.
 *
 * Only objects are items: anything else fails, as it does in the SDK. With `return` a failed item is null; with
 * `raise` no further item is started, and the node fails with the first that did. So it does, whatever its behavior,
 * once the run has reached its limit.
 */
export const executeMap = defineExecutor(map, async (ctx, { params, input }) => {
  const inner = FlowNode.safeParse({ id: "item", ...params.node });
  if (!inner.success) throw invalid("setting", inner.error.issues);
  const { input: items } = input;
  if (items.length > ITEMS_MAX) {
    throw new AppError("bad_input", `A Map takes ${ITEMS_MAX} items at most, and got ${items.length}. Split the list.`);
  }
  const results: (Item | undefined)[] = new Array(items.length);
  let raises = params.behavior === "raise";
  let next = 0;
  let hasFailed = false;

  const run = async (item: Json, index: number): Promise<Item> => {
    if (!isObject(item)) return { failure: "An item must be an object with the inner node's input fields." };
    const { status, output, error } = await ctx.runNode(inner.data, item as Json, String(index));
    if (status === "success") return { output };
    return { failure: error?.message ?? status, isLast: error?.type === LIMIT_ERROR };
  };
  const work = async (): Promise<void> => {
    while (next < items.length && !ctx.signal.aborted && !(raises && hasFailed)) {
      const index = next;
      next += 1;
      const result = await run(items[index] ?? null, index);
      results[index] = result;
      if ("failure" in result) {
        hasFailed = true;
        raises ||= result.isLast ?? false;
      }
      if (index % ITEMS_AT_ONCE === ITEMS_AT_ONCE - 1) await new Promise(setImmediate);
    }
  };
  await Promise.all(Array.from({ length: Math.min(params.max_workers, items.length) }, work));

  const failures = results.flatMap((result, index) =>
    result && "failure" in result ? [[String(index + 1), result.failure] as const] : [],
  );
  if (failures.length > 0) {
    // The first hundred tell what is wrong.
    ctx.emitDetail({ info: { failed_items: Object.fromEntries(failures.slice(0, 100)) } });
    if (raises) {
      const [iteration, message] = failures[0] as readonly [string, string];
      throw new NodeException("NodeException", `Map node failed to execute: iteration ${iteration}: ${message}`);
    }
  }
  return { output: results.map((result) => (result && "output" in result ? result.output : null)) };
});
