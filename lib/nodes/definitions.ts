import type { NodeDefinition } from "./define";
import { llmDefinitions } from "./llms/definition";
import { choice } from "./operators/choice/definition";
import { map } from "./operators/map/definition";
import { pass } from "./operators/pass/definition";
import { httpApiCall } from "./tools/http-api-call/definition";
import { anyToJson } from "./transformers/any-to-json/definition";
import { jsonToAny } from "./transformers/json-to-any/definition";
import { textTemplate } from "./transformers/text-template/definition";
import { input } from "./utils/input/definition";
import { output } from "./utils/output/definition";
import { regexMatch } from "./validators/regex-match/definition";
import { validChoices } from "./validators/valid-choices/definition";

/** Every node type, in the order the canvas menu shows them. One line each. */
export const nodeDefinitions: readonly NodeDefinition[] = [
  input,
  output,
  ...llmDefinitions,
  choice,
  map,
  pass,
  httpApiCall,
  textTemplate,
  anyToJson,
  jsonToAny,
  regexMatch,
  validChoices,
];

const byType: ReadonlyMap<string, NodeDefinition> = new Map(
  nodeDefinitions.map((definition) => [definition.type, definition]),
);

/** The definition of a node type, or undefined where there is none. */
export const definitionOf = (type: string): NodeDefinition | undefined => byType.get(type);
