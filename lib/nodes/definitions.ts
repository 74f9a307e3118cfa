import type { NodeDefinition } from "./define";
import { llmDefinitions } from "./llms/definition";
import { pass } from "./operators/pass/definition";
import { input } from "./utils/input/definition";
import { output } from "./utils/output/definition";

/** Every node type, in the order the canvas menu shows them. One line each. */
export const nodeDefinitions: readonly NodeDefinition[] = [input, output, ...llmDefinitions, pass];

const byType: ReadonlyMap<string, NodeDefinition> = new Map(
  nodeDefinitions.map((definition) => [definition.type, definition]),
);

/** The definition of a node type, or undefined where there is none. */
export const definitionOf = (type: string): NodeDefinition | undefined => byType.get(type);
