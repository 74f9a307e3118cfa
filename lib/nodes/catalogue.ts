import { z } from "zod";
import type { NodeType } from "@/lib/workflows/contract";
import type { NodeDefinition } from "./define";
import { nodeDefinitions } from "./definitions";

/** The node types that can run here, as the API lists them; of one group, or all. */
export const listNodeTypes = (group?: string): NodeType[] =>
  nodeDefinitions.filter((definition) => group === undefined || definition.group === group).map(toNodeType);

const toNodeType = ({
  type,
  group,
  title,
  description,
  icon,
  params,
  input,
  output,
  connections,
}: NodeDefinition): NodeType => ({
  type,
  group,
  title,
  description,
  icon,
  config_schema: toSchema(params, "input"),
  input_schema: toSchema(input, "input"),
  output_schema: toSchema(output, "output"),
  connection_types: [...connections],
});

const toSchema = (schema: z.ZodType, io: "input" | "output"): NodeType["config_schema"] =>
  z.toJSONSchema(schema, { io, unrepresentable: "any" }) as NodeType["config_schema"];
