import { AppError } from "@/lib/core/errors";
import { isObject, type Json, type JsonObject } from "@/lib/core/json";
import { pythonText } from "@/lib/engine/python-text";
import { renderTemplate } from "@/lib/templates/jinja";

/** Settings of a call, from one of its three sources. */
export type CallSettings = {
  readonly url?: string | null | undefined;
  readonly method?: string | null | undefined;
  readonly headers?: JsonObject | null | undefined;
  readonly params?: JsonObject | null | undefined;
  readonly data?: JsonObject | null | undefined;
};

export type HttpRequest = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | FormData | null;
};

type Sources = {
  readonly connection: CallSettings;
  readonly node: CallSettings;
  readonly input: CallSettings;
  readonly payloadType: "raw" | "json";
  readonly files: Json;
  /** What `{{ … }}` in the node's own settings is filled in with. */
  readonly variables: JsonObject;
};

/**
 * The request that connection, node and input make together: a later one goes before an earlier one, and its
 * headers, parameters and data are added to theirs.
 *
 * @throws AppError `bad_input` that says which part cannot be sent.
 */
export function requestOf({ connection, node, input, payloadType, files, variables }: Sources): HttpRequest {
  const filled = filledIn(node, variables);
  const url = urlOf(input.url || filled.url || connection.url || "");
  refuseForeign(url, connection);
  for (const [key, value] of entriesOf([connection.params, filled.params, input.params])) {
    for (const each of Array.isArray(value) ? value : [value]) url.searchParams.append(key, pythonText(each as Json));
  }
  const method = input.method ?? node.method ?? connection.method ?? "GET";
  const headers = headersOf(entriesOf([connection.headers, filled.headers, input.headers]));
  const data = Object.fromEntries(entriesOf([connection.data, filled.data, input.data]));
  const body = bodyOf(data, payloadType, files, headers);
  if (body !== null && (method === "GET" || method === "HEAD")) {
    throw new AppError("bad_input", `A ${method} request has no body. Put the data into the query parameters.`);
  }
  return { url, method, headers, body };
}

function filledIn(node: CallSettings, variables: JsonObject): CallSettings {
  const fill = (value: Json): Json => {
    if (typeof value === "string") return value.includes("{{") ? renderTemplate(value, variables) : value;
    if (Array.isArray(value)) return value.map(fill);
    return isObject(value) ? fillAll(value as JsonObject) : value;
  };
  const fillAll = (fields: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, fill(value)]));
  return {
    url: node.url ? renderTemplate(node.url, variables) : node.url,
    headers: node.headers && fillAll(node.headers),
    params: node.params && fillAll(node.params),
    data: node.data && fillAll(node.data),
  };
}

/** Empty parts are left out; a later value of a key takes the place of an earlier one. */
function entriesOf(parts: readonly (JsonObject | null | undefined)[]): (readonly [string, Json])[] {
  const merged = new Map<string, Json>();
  for (const part of parts) {
    for (const [key, value] of Object.entries(part ?? {}))
      if (value !== null && value !== undefined) merged.set(key, value);
  }
  return [...merged];
}

function urlOf(text: string): URL {
  if (text.trim() === "")
    throw new AppError("bad_input", "The node has no URL. Write one, or choose a connection that has one.");
  const url = URL.parse(text.trim());
  if (!url)
    throw new AppError(
      "bad_input",
      `“${text.slice(0, 100)}” is not a URL. Write one like https://api.example.com/items.`,
    );
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new AppError("bad_input", `A URL begins with https:// or http://, not with ${url.protocol}//.`);
  }
  // Whatever is filled in after a host name must not become another host: https://api.example.com{{ path }}.
  if (url.username || url.password)
    throw new AppError("bad_input", "A URL holds no user and no password. Put them into a connection.");
  return url;
}

/** A connection's credentials go to the address it names, and nowhere else. */
function refuseForeign(url: URL, { url: own }: CallSettings): void {
  const origin = own ? URL.parse(own)?.origin : undefined;
  if (origin === undefined || origin === url.origin) return;
  throw new AppError(
    "bad_input",
    `The connection is for ${origin}, and the node calls ${url.origin}. Choose a connection for that address, or one without a URL.`,
  );
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function headersOf(entries: readonly (readonly [string, Json])[]): Headers {
  const headers = new Headers();
  for (const [name, value] of entries) {
    const text = pythonText(value);
    if (!HEADER_NAME.test(name)) throw new AppError("bad_input", `“${name.slice(0, 60)}” cannot be a header's name.`);
    // Latin-1 without control characters: a line break would begin a header of its own.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
      throw new AppError("bad_input", `The value of the header “${name}” has characters that no header may have.`);
    }
    headers.set(name, text);
  }
  return headers;
}

function bodyOf(
  data: JsonObject,
  payloadType: "raw" | "json",
  files: Json,
  headers: Headers,
): string | FormData | null {
  const parts = filesOf(files);
  if (parts.length > 0) {
    const form = new FormData();
    for (const [key, value] of Object.entries(data))
      form.append(key, typeof value === "string" ? value : JSON.stringify(value));
    for (const { field, file } of parts) form.append(field, file);
    headers.delete("content-type");
    return form;
  }
  if (Object.keys(data).length === 0) return null;
  if (payloadType === "json") {
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
    return JSON.stringify(data);
  }
  if (!headers.has("content-type")) headers.set("content-type", "application/x-www-form-urlencoded");
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(data)) {
    for (const each of Array.isArray(value) ? value : [value]) form.append(key, pythonText(each as Json));
  }
  return form.toString();
}

/** Files of a run, by field; a list of them goes into the field `files`. */
function filesOf(files: Json): { field: string; file: File }[] {
  if (Array.isArray(files)) return files.flatMap((file: Json) => fileOf("files", file));
  if (!isObject(files)) return [];
  return Object.entries(files).flatMap(([field, file]) => fileOf(field, file as Json));
}

function fileOf(field: string, file: Json): { field: string; file: File }[] {
  if (!isObject(file) || typeof file.content !== "string") return [];
  const name = typeof file.name === "string" ? file.name : field;
  const type = typeof file.mime_type === "string" ? file.mime_type : "application/octet-stream";
  return [{ field, file: new File([Buffer.from(file.content, "base64")], name, { type }) }];
}
