import { z } from "zod";

/** Fields that mean the same on every resource. */
export const Id = z.uuid();
export const Time = z.iso.datetime({ offset: true });

/**
 * JSON that we recorded ourselves, in an answer: looked at as it was written, and not again each time it is read.
 * What somebody sends is `z.json()`.
 */
export const Recorded = z.unknown() as unknown as z.ZodType<z.core.util.JSONType>;

/** The id nothing has. */
export const NOBODY = "00000000-0000-0000-0000-000000000000";

export const isId = (text: string): boolean => Id.safeParse(text).success;

/**
 * An id in a path. What is no UUID becomes the id nothing has: a thing that cannot exist is answered
 * exactly like one that does not.
 */
export const PathId = z
  .string()
  .transform((text) => (isId(text) ? text.toLowerCase() : NOBODY))
  .meta({ format: "uuid" });

/** A name a person gives a thing. */
export const Name = (what: string) =>
  z
    .string()
    .trim()
    .min(1, `Give the ${what} a name.`)
    .max(120, "A name has 120 characters at most.")
    .refine((name) => !hasControlCharacter(name), "A name has no line breaks or control characters.");

/** A field that names its holder among many: who made something, as the lists show it. */
export const Author = z.object({ id: Id, name: z.string(), email: z.string() }).nullable();
export type Author = z.infer<typeof Author>;

function hasControlCharacter(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(text);
}
