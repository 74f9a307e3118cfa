import { z } from "zod";
import type { Json, JsonObject } from "@/lib/core/json";
import type { Palette } from "./palette";

/** Any JSON, taken as it is: what runs inside the process is JSON already and need not be walked again. */
export const AnyJson: z.ZodType<Json> = z.any();

/** Any JSON that has to be there. */
export const GivenJson: z.ZodType<Json> = z.custom<Json>((value) => value !== undefined, "Give a value.");

/** Group names as the SDK serialises them. */
export const NODE_GROUPS = [
  "llms",
  "operators",
  "embedders",
  "rankers",
  "converters",
  "retrievers",
  "splitters",
  "writers",
  "utils",
  "tools",
  "agents",
  "audio",
  "validators",
  "images",
  "detectors",
  "transformers",
  "extractors",
  "filters",
  "parsers",
] as const;
export type NodeGroup = (typeof NODE_GROUPS)[number];

/** A handle on the right of a node from which edges start. */
export type SourceHandle = { readonly option: string; readonly label: string };

/** A further palette entry for a type: the same node, set up for one use. */
export type Preset = {
  readonly palette: Palette;
  readonly title: string;
  readonly description: string;
  readonly icon: string;
  readonly slug: string;
  /** The settings of a fresh node, over those of the definition. */
  readonly initial: JsonObject;
};

/**
 * What a node type is, for both sides: the palette entry, the panel, validation on save, a new node's
 * defaults, the autocomplete of later nodes and the catalogue all come from here.
 *
 * A field of `params` names its control in `meta({ title, description?, widget? })`. Widgets: `text`,
 * `textarea`, `template` (with the variable picker), `code`, `number`, `switch`, `select`, `secret`, `json`,
 * `key-values`, `list`, `model`, `messages`, `choices` (a Choice's options), `schema-fields` (the fields of Input
 * and Output), `transformers`, `node` (a Map's inner node).
 */
export type NodeDefinition<
  P extends z.ZodObject = z.ZodObject,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> = {
  /** `dynamiq.nodes.<package>.<Class>`, as the SDK writes it. */
  readonly type: string;
  readonly group: NodeGroup;
  /** Where the canvas lists it; null: it is not offered (Input and Output stand from the start). */
  readonly palette: Palette | null;
  readonly title: string;
  readonly description: string;
  /** Name of a lucide icon, in kebab-case. */
  readonly icon: string;
  /** A new node's id and name, made unique by a number. A slug. */
  readonly slug: string;
  /** The settings that stand in the node beside the base fields. */
  readonly params: P;
  /** What the node must be given once its input is put together. */
  readonly input: I;
  readonly output: O;
  /** Connection types the author picks one of; empty where it needs none. */
  readonly connections: readonly string[];
  /** Whether a missing connection is a fault. */
  readonly needsConnection: boolean;
  /** Unknown keys are kept and passed on (LLMs forward them to the provider). */
  readonly keepsUnknownKeys: boolean;
  /** Seconds an attempt may take where the author gave no time; null: no limit of its own. */
  readonly timeoutSeconds: number | null;
  /** Whether an interrupted call may simply be made again: reads and model calls may, writes not. */
  readonly isSafeToRepeat: boolean;
  /** Whether its answer can be streamed. */
  readonly canStream: boolean;
  /** One line for the card: what this node is set to. */
  readonly summary: (params: JsonObject) => string;
  /** Named ways out, in order; null: one unnamed way out. */
  readonly sources: ((params: JsonObject) => readonly SourceHandle[]) | null;
  /** The settings of a fresh node, over the schema's defaults. */
  readonly initial: JsonObject;
  /** Listed in the palette beside the type itself. */
  readonly presets: readonly Preset[];
};

type Optional =
  | "palette"
  | "connections"
  | "needsConnection"
  | "keepsUnknownKeys"
  | "timeoutSeconds"
  | "isSafeToRepeat"
  | "canStream"
  | "summary"
  | "sources"
  | "initial"
  | "presets";

type NodeInput<P extends z.ZodObject, I extends z.ZodType, O extends z.ZodType> = Omit<
  NodeDefinition<P, I, O>,
  Optional
> &
  Partial<Pick<NodeDefinition<P, I, O>, Optional>>;

export const defineNode = <P extends z.ZodObject, I extends z.ZodType, O extends z.ZodType>(
  input: NodeInput<P, I, O>,
): NodeDefinition<P, I, O> => ({
  palette: null,
  connections: [],
  needsConnection: (input.connections ?? []).length > 0,
  keepsUnknownKeys: false,
  timeoutSeconds: null,
  isSafeToRepeat: true,
  canStream: false,
  summary: () => "",
  sources: null,
  initial: {},
  presets: [],
  ...input,
});
