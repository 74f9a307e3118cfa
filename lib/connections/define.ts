import { z } from "zod";

/** How a field of a connection is shown and kept. */
export type FieldMeta = {
  title: string;
  description?: string;
  placeholder?: string;
  widget?: "text" | "secret" | "number" | "select" | "switch" | "key-values" | "json";
  /** The environment variable that gives the value where the field is left empty. */
  env?: string;
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
};

export const defineConnection = <F extends z.ZodObject>(definition: ConnectionDefinition<F>): ConnectionDefinition<F> =>
  definition;

/** A text field of a connection. Empty means "not given". */
export const textField = (meta: FieldMeta) => z.string().trim().max(4096).optional().meta(meta);

/** A field that is sealed, never shown again, and kept where an update leaves it out. */
export const secretField = (meta: FieldMeta) =>
  z
    .string()
    .max(16_384)
    .optional()
    .meta({ widget: "secret", ...meta });

export const numberField = (meta: FieldMeta) =>
  z
    .number()
    .optional()
    .meta({ widget: "number", ...meta });

export const metaOf = (field: z.ZodType): FieldMeta => (field.meta() ?? { title: "" }) as FieldMeta;

/** Names of the fields that are sealed. Headers and other maps may hold credentials, so they are too. */
export const secretNames = ({ fields }: Pick<ConnectionDefinition, "fields">): readonly string[] =>
  Object.entries(fields.shape)
    .filter(([, field]) => metaOf(field as z.ZodType).widget === "secret")
    .map(([name]) => name);
