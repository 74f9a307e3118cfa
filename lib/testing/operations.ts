import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Contract } from "@/lib/core/contract";
import type { Endpoint } from "@/lib/http/endpoint";

const ROOT = resolve(import.meta.dirname, "../..");
const METHODS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);

/** The one route that stands for all that are not there: it has no contract to keep. */
const CATCH_ALL = "app/v1/[[...missing]]/route.ts";

/** A method some file serves, and its contract if it has one. */
export type Served = {
  readonly file: string;
  readonly method: string;
  /** The file's place as a contract writes it; null for the data plane, whose files hold many paths. */
  readonly path: string | null;
  readonly handle: Endpoint;
  readonly contract: Contract | undefined;
};

/** Every method that a route file or a plane of the server serves. */
export async function served(): Promise<Served[]> {
  const all: Served[] = [];
  for (const file of await filesOf("app/v1/**/route.ts")) {
    if (file === CATCH_ALL) continue;
    const module = (await import(/* @vite-ignore */ join(ROOT, file))) as Record<string, Endpoint>;
    for (const [method, handle] of Object.entries(module)) {
      if (!METHODS.has(method)) continue;
      all.push({ file, method, path: pathOf(file), handle, contract: handle.contract });
    }
  }
  for (const file of await filesOf("server/*.ts")) {
    if (!readFileSync(join(ROOT, file), "utf8").includes("export const endpoints")) continue;
    const { endpoints } = (await import(/* @vite-ignore */ join(ROOT, file))) as { endpoints: readonly Endpoint[] };
    for (const handle of endpoints) {
      all.push({ file, method: handle.contract.method, path: null, handle, contract: handle.contract });
    }
  }
  return all;
}

async function filesOf(pattern: string): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob(pattern, { cwd: ROOT })) if (!file.endsWith(".test.ts")) files.push(file);
  return files.sort();
}

const pathOf = (file: string): string =>
  `/${file
    .replace(/^app\//, "")
    .replace(/\/route\.ts$/, "")
    .replaceAll("[", "{")
    .replaceAll("]", "}")}`;

/** What is asked of an operation: its path parameters, query, body and headers. */
export type Asked = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends a request to an operation, as Next or the data plane would. */
export function ask({ handle, contract }: Served, asked: Asked = {}): Promise<Response> {
  if (!contract) throw new Error("This method has no contract.");
  const { params = {}, query = {}, body, headers = {} } = asked;
  const path = contract.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  const search = new URLSearchParams(query).toString();
  const request = new Request(`http://localhost${path}${search && `?${search}`}`, {
    method: contract.method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return handle(request, { params: Promise.resolve({ ...params }) });
}
