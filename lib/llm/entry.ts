import type { z } from "zod";

/** A model as the panel suggests it; `context` is the tokens it can read, null where it is not known. */
export type SuggestedModel = { readonly id: string; readonly context: number | null };

/** A model provider as both sides know it: its node type, palette entry and panel come from here. */
export type LlmEntry = {
  /** `dynamiq.nodes.llms.<class>`. */
  readonly className: string;
  readonly title: string;
  readonly description: string;
  /** Name of a lucide icon, in kebab-case. */
  readonly icon: string;
  readonly slug: string;
  /** Connection types the author picks one of. */
  readonly connections: readonly string[];
  /** What the SDK writes before a model's name (`openai/`); accepted and taken off. "" where there is none. */
  readonly modelPrefix: string;
  readonly models: readonly SuggestedModel[];
  /** Settings that only this provider has. */
  readonly params: z.ZodRawShape;
};

/** The model's name as the provider wants it. */
export const bareModel = (model: string, prefix: string): string =>
  prefix && model.startsWith(prefix) ? model.slice(prefix.length) : model;
