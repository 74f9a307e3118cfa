import "server-only";
import { isObject, type Json } from "@/lib/core/json";
import { NodeException } from "@/lib/engine/errors";
import { FlowNode } from "@/lib/engine/flow";
import { defineExecutor } from "../../context";
import { invalid } from "../../params";
import { map } from "./definition";

/** What became of an item. */
type Item = { readonly output: Json } | { readonly failure: string };

/**
 * The inner node's output for every item, in the items' order.
 *
 * Only objects are items: anything else fails, as it does in the SDK. With `return` a failed item is null; with
 * `raise` no further item is started, and the node fails with the first that did.
 */
export const executeMap = defineExecutor(map, async (ctx, { params, input }) => {
  const inner = FlowNode.safeParse({ id: "item", ...params.node });
  if (!inner.success) throw invalid("setting", inner.error.issues);
  const { input: items } = input;
  const results: (Item | undefined)[] = new Array(items.length);
  const raises = params.behavior === "raise";
  let next = 0;
  let hasFailed = false;

  const run = async (item: Json, index: number): Promise<Item> => {
    if (!isObject(item)) return { failure: "An item must be an object with the inner node's input fields." };
    const { status, output, error } = await ctx.runNode(inner.data, item as Json, String(index));
    return status === "success" ? { output } : { failure: error?.message ?? status };
  };
  const work = async (): Promise<void> => {
    while (next < items.length && !ctx.signal.aborted && !(raises && hasFailed)) {
      const index = next;
      next += 1;
      const result = await run(items[index] ?? null, index);
      results[index] = result;
      if ("failure" in result) hasFailed = true;
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
