import { z } from "zod";
import { type Json, UNSAFE_KEYS } from "@/lib/core/json";

/** How a field of a connection is shown and kept. */
export type FieldMeta = {
  title: string;
  description?: string;
  placeholder?: string;
  widget?: "text" | "secret" | "number" | "select" | "switch" | "key-values" | "json";
  /** The environment variable that gives the value where the field is left empty. */
  env?: string;
  /** The value where neither the field nor its variable gives one. */
  fallback?: Json;
  /** Sealed, whatever its widget. A map is shown by its names only. */
  isSecret?: boolean;
  /** What the value names, where it says where requests go: it is judged by the address policy as it is saved. */
  address?: "url" | "host" | "bolt";
  /** Decides where requests go: changing it clears the secrets, so that they cannot be sent elsewhere. */
  isDestination?: boolean;
  /** The field must have a value, here or from the environment, before the connection can be used. */
  isRequired?: boolean;
};

/** What a connection type is: its form, its schema and its place in the catalogue. */
export type ConnectionDefinition<F extends z.ZodObject = z.ZodObject> = {
  /** `dynamiq.connections.<Class>`, as the SDK writes it. */
  readonly type: string;
  readonly title: string;
  readonly group: "Models" | "Vector stores" | "Databases" | "Search" | "Code and audio" | "Platform" | "HTTP" | "MCP";
  readonly help: string;
  /** Name of a lucide icon, in kebab-case. */
  readonly icon: string;
  readonly fields: F;
  /** Whether a harmless call exists that proves the credentials (see check.ts beside the definition). */
  readonly canTest: boolean;
  /** Fields that are needed because of what others say, besides those that always are. */
  readonly requires?: (fields: Readonly<Record<string, Json>>) => readonly string[];
};

/** A secret's value as it is shown. Sent back, it means "as it was". */
export const MASK = "••••••";

const TOO_LONG = "This is too long.";

export const defineConnection = <F extends z.ZodObject>(definition: ConnectionDefinition<F>): ConnectionDefinition<F> =>
  definition;

/** A text field of a connection. Empty means "not given". */
export const textField = (meta: FieldMeta) =>
  z
    .string()
    .trim()
    .max(4096, TOO_LONG)
    .optional()
    .meta({ ...meta });

/** A field that is sealed, never shown again, and kept where an update leaves it out. */
export const secretField = (meta: FieldMeta) =>
  z
    .string()
    .max(16_384, TOO_LONG)
    .optional()
    .meta({ widget: "secret", ...meta, isSecret: true });

export const numberField = (meta: FieldMeta) =>
  z
    .number()
    .optional()
    .meta({ widget: "number", ...meta });

export const portField = (meta: FieldMeta) =>
  z
    .number()
    .int("A port is a whole number.")
    .min(1, "A port is 1 to 65535.")
    .max(65_535, "A port is 1 to 65535.")
    .optional()
    .meta({ widget: "number", isDestination: true, ...meta });

export const switchField = (meta: FieldMeta) =>
  z
    .boolean()
    .optional()
    .meta({ widget: "switch", ...meta });

export const selectField = <const O extends readonly [string, ...string[]]>(options: O, meta: FieldMeta) =>
  z
    .enum(options)
    .optional()
    .meta({ widget: "select", ...meta });

/** Where requests go: a URL. Changing it clears the secrets. */
export const urlField = (meta: FieldMeta) => textField({ isDestination: true, address: "url", ...meta });

/** Where requests go: the name or address of a host. Changing it clears the secrets. */
export const hostField = (meta: FieldMeta) => textField({ isDestination: true, address: "host", ...meta });

/** Names and values that may hold credentials: sealed as a whole, shown by their names. */
export const secretMapField = (meta: FieldMeta) =>
  z
    .record(z.string().min(1).max(200), z.json())
    .refine((map) => !Object.keys(map).some((name) => UNSAFE_KEYS.has(name)), "A name like this is not allowed.")
    .optional()
    .meta({ widget: "key-values", ...meta, isSecret: true });

/** Headers, with names and values that HTTP allows. */
export const headersField = (meta: FieldMeta) =>
  secretMapField(meta)
    .superRefine((headers, issues) => {
      for (const [name, value] of Object.entries(headers ?? {})) {
        const isBad =
          !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || (typeof value === "string" && /[\r\n\0\u2028\u2029]/.test(value));
        if (isBad)
          issues.addIssue({ code: "custom", path: [name], message: "HTTP does not allow this name or value." });
      }
    })
    .meta({ widget: "key-values", ...meta, isSecret: true });

/** The same as a map, where values may be of any shape. */
export const secretJsonField = (meta: FieldMeta) => secretMapField({ widget: "json", ...meta });

export const metaOf = (field: z.ZodType): FieldMeta => (field.meta() ?? { title: "" }) as FieldMeta;

/** Every field with its name and what is known of it, in the order of the form. */
export const fieldsOf = ({ fields }: Pick<ConnectionDefinition, "fields">): readonly (readonly [string, FieldMeta])[] =>
  Object.entries(fields.shape).map(([name, field]) => [name, metaOf(field as z.ZodType)]);

/** Names of the fields that are sealed. Headers and other maps may hold credentials, so they are too. */
export const secretNames = (definition: Pick<ConnectionDefinition, "fields">): readonly string[] =>
  fieldsOf(definition)
    .filter(([, { isSecret }]) => isSecret)
    .map(([name]) => name);

/** Choices of a field that offers some. */
export const optionsOf = (field: z.ZodType): readonly string[] | undefined => {
  const inner = field instanceof z.ZodOptional ? field.unwrap() : field;
  return inner instanceof z.ZodEnum ? inner.options.map(String) : undefined;
};
