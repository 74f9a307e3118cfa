import type { z } from "zod";
import type { FlowNode, Problem } from "./flow";

/** What checking needs to know of a node type. A NodeDefinition of lib/nodes is one. */
export type CheckedType = {
  readonly type: string;
  readonly title: string;
  readonly params: z.ZodObject;
  readonly needsConnection: boolean;
  readonly keepsUnknownKeys: boolean;
  readonly sources: ((params: never) => readonly { readonly option: string; readonly label: string }[]) | null;
};

export type Lookup = (type: string) => CheckedType | undefined;

/** A node as it is checked: its place in a flow, and its type where that is known. */
export type Checked = {
  readonly node: FlowNode;
  readonly definition: CheckedType | undefined;
  readonly report: (path: string, message: string, severity?: Problem["severity"]) => void;
};

export const INPUT_TYPE = "dynamiq.nodes.utils.Input";
export const OUTPUT_TYPE = "dynamiq.nodes.utils.Output";
