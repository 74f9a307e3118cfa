import "server-only";
import { env } from "./env";

/**
 * Where people reach this instance, without a slash at the end. For links that leave the process; never made from
 * what a request says of its host.
 */
export function baseUrl(): string {
  const { BASE_URL, HOST, PORT } = env();
  // A name, so that apps can have names under it (`<app-id>.apps.localhost`).
  const host = ["0.0.0.0", "::", "127.0.0.1", "::1"].includes(HOST) ? "localhost" : HOST;
  return (BASE_URL ?? `http://${host.includes(":") ? `[${host}]` : host}:${PORT}`).replace(/\/+$/, "");
}
