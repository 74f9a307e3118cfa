import "server-only";
import type { z } from "zod";
import { connectionDefault, env } from "@/lib/config/env";
import { AppError, type ErrorDetails } from "@/lib/core/errors";
import { isObject, type Json, type JsonObject } from "@/lib/core/json";
import { detailsOf } from "@/lib/core/parse";
import { checkHost, checkUrl } from "@/lib/egress/addresses";
import { type ConnectionDefinition, type FieldMeta, fieldsOf, MASK, secretNames } from "./define";
import { connectionDefinitionOf } from "./definitions";

/** A connection's fields as they are kept: those that may be shown, and those that are sealed. */
export type KeptFields = { readonly shown: JsonObject; readonly secrets: JsonObject };

/** Every field's value, as a node gets it, and what is still missing, by field. */
export type ResolvedFields = { readonly fields: JsonObject; readonly missing: Readonly<Record<string, string>> };

/** @throws AppError `bad_request` where there is no such type. */
export function definitionFor(type: string): ConnectionDefinition {
  const definition = connectionDefinitionOf(type);
  if (definition) return definition;
  throw new AppError("bad_request", `There is no connection type “${type.slice(0, 100)}”.`, {
    details: { type: "Choose one of the types under /v1/connection-types." },
  });
}

/**
 * The fields somebody sent, checked: their names, their shapes, and where requests would go.
 *
 * Empty ones are left out. Masks are still in it. @throws AppError `bad_request` with the faults under `config.…`
 */
export function parseFields(definition: ConnectionDefinition, config: JsonObject): JsonObject {
  const details: Record<string, string> = {};
  for (const name of Object.keys(config)) {
    if (!Object.hasOwn(definition.fields.shape, name)) {
      details[`config.${name}`] = `${definition.title} has no field “${name}”.`;
    }
  }
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== ""));
  const parsed = definition.fields.safeParse(given);
  if (!parsed.success) Object.assign(details, detailsOf(parsed.error, "config"));
  failWith(details);
  const fields = parsed.data as JsonObject;
  for (const [name, meta] of fieldsOf(definition)) checkAddress(name, meta, fields);
  return fields;
}

function failWith(details: ErrorDetails): void {
  const [first] = Object.values(details);
  if (first) throw new AppError("bad_request", first, { details });
}

function checkAddress(name: string, { address }: FieldMeta, fields: JsonObject): void {
  const value = fields[name];
  if (typeof value !== "string" || value === "") return;
  const at = `config.${name}`;
  if (address === "url") checkUrl(value, at);
  if (address === "bolt") checkUrl(value, at, { protocols: BOLT_PROTOCOLS });
  if (address === "host") checkHost(value, Number(fields[name.replace("host", "port")] ?? 443), at);
}

const BOLT_PROTOCOLS = ["neo4j+s:", "neo4j:", "bolt+s:", "bolt:"];

/**
 * What is to be kept of what was sent: a masked or absent secret stays as it was, unless requests now go
 * elsewhere; then only those that were given again are kept.
 */
export function keptFields(definition: ConnectionDefinition, sent: JsonObject, before: KeptFields | null): KeptFields {
  const sealed = new Set(secretNames(definition));
  const shown = Object.fromEntries(Object.entries(sent).filter(([name]) => !sealed.has(name)));
  const stays = before !== null && destinationOf(definition, shown) === destinationOf(definition, before.shown);
  const old = stays ? before.secrets : {};
  const secrets: Record<string, Json> = {};
  for (const name of sealed) {
    const value = unmasked(sent[name], old[name]);
    if (value !== undefined) secrets[name] = value;
  }
  return { shown, secrets };
}

function unmasked(value: Json | undefined, before: Json | undefined): Json | undefined {
  if (value === undefined || value === MASK) return before;
  if (!isObject(value)) return value;
  const old: JsonObject = isObject(before) ? (before as JsonObject) : {};
  const entries = Object.entries(value as JsonObject).map(([key, part]) => [key, part === MASK ? old[key] : part]);
  const kept = entries.filter(([, part]) => part !== undefined);
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as JsonObject);
}

/** Secrets taken away on purpose: sent, and empty. */
export const emptied = (definition: ConnectionDefinition, config: JsonObject): readonly string[] =>
  secretNames(definition).filter((name) => {
    const value = config[name];
    return value === null || value === "" || (isObject(value) && Object.keys(value).length === 0);
  });

/** Where requests go, in one text that changes when that does. */
function destinationOf(definition: ConnectionDefinition, shown: JsonObject): string {
  const places = fieldsOf(definition).filter(([, { isDestination }]) => isDestination);
  return JSON.stringify(places.map(([name, meta]) => shown[name] ?? usualValue(definition, name, meta) ?? null));
}

/** What a field is where it is left empty: the environment's value, else the type's own. */
function usualValue(definition: ConnectionDefinition, name: string, meta: FieldMeta): Json | undefined {
  const variable = meta.env === undefined ? undefined : connectionDefault(meta.env);
  if (variable === undefined) return meta.fallback;
  const value = meta.widget === "number" ? Number(variable) : meta.widget === "switch" ? variable === "true" : variable;
  const parsed = (definition.fields.shape[name] as z.ZodType).safeParse(value);
  return parsed.success ? (parsed.data as Json) : undefined;
}

/**
 * The fields with their defaults.
 *
 * A secret from the environment goes only where the environment, or the type, says: to an address that an author
 * typed in, it would be handed over.
 */
export function resolveFields(definition: ConnectionDefinition, { shown, secrets }: KeptFields): ResolvedFields {
  const given: JsonObject = { ...shown, ...secrets };
  const isUsualPlace = destinationOf(definition, shown) === destinationOf(definition, {});
  const fields: Record<string, Json> = {};
  for (const [name, meta] of fieldsOf(definition)) {
    const isWithheld = meta.isSecret && !isUsualPlace;
    const value = given[name] ?? (isWithheld ? meta.fallback : usualValue(definition, name, meta));
    if (value !== undefined) fields[name] = value;
  }
  const extra = new Set(definition.requires?.(fields));
  const missing: Record<string, string> = {};
  for (const [name, meta] of fieldsOf(definition)) {
    if ((!meta.isRequired && !extra.has(name)) || fields[name] !== undefined) continue;
    missing[name] = missingText(meta, { isUsualPlace });
  }
  return { fields, missing };
}

function missingText(
  { title, env: variable, isSecret }: FieldMeta,
  { isUsualPlace }: { isUsualPlace: boolean },
): string {
  if (!variable) return `${title} is missing: enter it.`;
  if (!env().DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV) {
    return `${title} is missing: enter it. (${variable} is not read here, because DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV is not set.)`;
  }
  if (isSecret && !isUsualPlace && connectionDefault(variable) !== undefined) {
    return `${title} is missing: enter it. ${variable} is only used with the address that the environment or the type gives.`;
  }
  return connectionDefault(variable) === undefined
    ? `${title} is missing: enter it, or set ${variable} in the server's environment.`
    : `${title} is missing: ${variable} in the server's environment is no value it can have.`;
}

/** Names of secrets that have a value; of a map also each of its names, as `headers.X-Key`. */
export const namesSet = (secrets: JsonObject): string[] =>
  Object.entries(secrets).flatMap(([name, value]) =>
    isObject(value) ? [name, ...Object.keys(value).map((key) => `${name}.${key}`)] : [name],
  );

/** What may be shown: every field by its definition, a secret by its mask. What no definition names is not shown. */
export function shownConfig(
  definition: ConnectionDefinition,
  shown: unknown,
  secretsSet: readonly string[],
): JsonObject {
  const config: Record<string, Json> = {};
  for (const [name, meta] of fieldsOf(definition)) {
    if (meta.isSecret) {
      if (!secretsSet.includes(name)) continue;
      const keys = secretsSet.filter((set) => set.startsWith(`${name}.`)).map((set) => set.slice(name.length + 1));
      config[name] = meta.widget === "secret" ? MASK : Object.fromEntries(keys.map((key) => [key, MASK]));
    } else if (isObject(shown) && shown[name] !== undefined) {
      config[name] = shown[name] as Json;
    }
  }
  return config;
}

/** Every text among the secrets, for taking them out of messages. */
export function secretTexts(definition: ConnectionDefinition, fields: JsonObject): readonly string[] {
  const texts = (value: unknown): string[] => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
  };
  return secretNames(definition).flatMap((name) => texts(fields[name]));
}
