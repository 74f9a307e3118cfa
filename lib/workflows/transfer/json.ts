import { z } from "zod";
import { badRequest } from "@/lib/core/errors";
import { isObject } from "@/lib/core/json";
import { parseInput } from "@/lib/core/parse";
import { FlowDocument, FlowUi } from "../contract";
import type { WorkflowFile } from "./file";

/** Says that a file is one of ours, and in which shape. */
const KIND = "dynamiq.workflow";

const File = z.object({
  name: z.string().nullish(),
  description: z.string().default(""),
  flow: FlowDocument,
  flow_ui: FlowUi.nullish(),
  connections: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.string(),
        fields: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .default([]),
});

/** A workflow as JSON text: the graph and the layout as the API has them, connections by id, name and type. */
export const toJson = (file: WorkflowFile): string => `${JSON.stringify({ kind: KIND, ...file }, null, 2)}\n`;

/** Reads a file of ours, a workflow as the API answers it (with or without its envelope), or a bare flow. */
export function fromJson(text: string): WorkflowFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw badRequest(`The file is not JSON: ${cause instanceof Error ? cause.message : "it cannot be read"}.`, {
      content: "is not JSON",
    });
  }
  const inner = isObject(parsed) && isObject(parsed.data) ? parsed.data : parsed;
  const whole = isObject(inner) && !("flow" in inner) && "nodes" in inner ? { flow: inner } : inner;
  const { name, flow_ui, ...rest } = parseInput(File, whole);
  return { ...rest, name: name ?? null, flow_ui: flow_ui ?? null };
}
