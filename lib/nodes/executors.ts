import "server-only";
import type { Executor } from "./context";
import { llmExecutors } from "./llms/execute";
import { executePass } from "./operators/pass/execute";
import { executeInput } from "./utils/input/execute";
import { executeOutput } from "./utils/output/execute";

/** How every node type runs. One line each, in the order of `nodeDefinitions`. */
export const executors: readonly Executor[] = [executeInput, executeOutput, ...llmExecutors, executePass];

const byType: ReadonlyMap<string, Executor> = new Map(
  executors.map((executor) => [executor.definition.type, executor]),
);

/** The executor of a node type, or undefined where there is none. */
export const executorOf = (type: string): Executor | undefined => byType.get(type);
