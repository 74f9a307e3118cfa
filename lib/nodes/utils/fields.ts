import { z } from "zod";

/**
 * Types offered for a field of Input or Output. They make forms and say where files come from; nothing is
 * coerced or refused by them, as in the SDK.
 */
export const FIELD_TYPES = [
  "Any",
  "string",
  "number",
  "integer",
  "boolean",
  "object",
  "list",
  "list[string]",
  "file",
  "list[files]",
] as const;

const Field = z.looseObject({
  type: z.string().default("Any"),
  required: z.boolean().optional(),
  deletable: z.boolean().optional(),
});

/** The fields of Input and Output, by name. Other JSON Schema keywords are kept. */
export const FieldSchema = z.looseObject({
  type: z.literal("object").default("object"),
  properties: z.record(z.string().min(1, "A field has a name."), Field).default({}),
});
export type FieldSchema = z.infer<typeof FieldSchema>;

/** Flows written elsewhere have other spellings too. */
const FILE_TYPES: ReadonlySet<string> = new Set(["file", "files", "list[file]", "list[files]"]);

/** Whether a field of this type holds uploaded files. */
export const isFileType = (type: string): boolean => FILE_TYPES.has(type);

/** Whether a field of this type holds several values. */
export const isListType = (type: string): boolean => type === "files" || type.startsWith("list");
