import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Json } from "@/lib/core/json";

/** The values of a model connection. */
export type ModelFields = Readonly<Record<string, Json>>;

/** A field that is text, or "" where it is not given. */
export const textField = (fields: ModelFields, name: string): string => {
  const value = fields[name];
  return typeof value === "string" ? value.trim() : "";
};

/** @throws AppError `bad_input` where the field is empty. */
export function requiredField(fields: ModelFields, name: string, title: string, who: string): string {
  const value = textField(fields, name);
  if (value) return value;
  throw new AppError("bad_input", `The connection to ${who} has no ${title}. Add it under Connections.`);
}

/** Who is blamed for a failure: the provider, and the host where it is not the provider's own. */
export function nameOf(title: string, url: string, ownHost: string): string {
  const host = URL.parse(url)?.host ?? "";
  return host === "" || host === ownHost ? title : `${title} at ${host}`;
}
