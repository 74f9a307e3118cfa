import "server-only";
import { holds } from "@/lib/engine/conditions";
import { defineExecutor } from "../../context";
import { choice } from "./definition";

/**
 * How each branch came out: those before the one that holds failed, those after it are skipped. Where none
 * holds the node succeeds all the same.
 */
export const executeChoice = defineExecutor(choice, async (_ctx, { params, input }) => {
  let isChosen = false;
  const outcomes = params.options.map(({ id, condition }) => {
    if (isChosen) return [id, { status: "skip", input, output: null }] as const;
    isChosen = condition == null || holds(condition, input);
    return [id, { status: isChosen ? "success" : "failure", input, output: isChosen }] as const;
  });
  return Object.fromEntries(outcomes);
});
