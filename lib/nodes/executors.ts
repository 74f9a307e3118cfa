import "server-only";
import type { Executor } from "./context";
import { llmExecutors } from "./llms/execute";
import { executeChoice } from "./operators/choice/execute";
import { executeMap } from "./operators/map/execute";
import { executePass } from "./operators/pass/execute";
import { executeHttpApiCall } from "./tools/http-api-call/execute";
import { executeAnyToJson } from "./transformers/any-to-json/execute";
import { executeJsonToAny } from "./transformers/json-to-any/execute";
import { executeTextTemplate } from "./transformers/text-template/execute";
import { executeInput } from "./utils/input/execute";
import { executeOutput } from "./utils/output/execute";
import { executeRegexMatch } from "./validators/regex-match/execute";
import { executeValidChoices } from "./validators/valid-choices/execute";

/** How every node type runs. One line each, in the order of `nodeDefinitions`. */
export const executors: readonly Executor[] = [
  executeInput,
  executeOutput,
  ...llmExecutors,
  executeChoice,
  executeMap,
  executePass,
  executeHttpApiCall,
  executeTextTemplate,
  executeAnyToJson,
  executeJsonToAny,
  executeRegexMatch,
  executeValidChoices,
];

const byType: ReadonlyMap<string, Executor> = new Map(
  executors.map((executor) => [executor.definition.type, executor]),
);

/** The executor of a node type, or undefined where there is none. */
export const executorOf = (type: string): Executor | undefined => byType.get(type);
