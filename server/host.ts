/** Who answers a request: an app's data plane, the process itself, or the pages and the management API. */
export type Destination =
  | { readonly plane: "app"; readonly url: string }
  | { readonly plane: "process"; readonly path: "/healthz" | "/readyz" | "/metrics" }
  | { readonly plane: "web" };

const APP_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PROCESS_PATHS = ["/healthz", "/readyz", "/metrics"] as const;

/**
 * Where a request belongs: by its host first (`<app-id>.apps.<base>`), then by its path (`/apps/<app-id>`).
 *
 * `appsDomain` is the base; where it is not set, every host of that shape is an app's.
 * An app's `url` always starts with `/apps/<app-id>`.
 */
export function destinationOf(host: string | undefined, url: string, appsDomain?: string): Destination {
  const appId = appIdOf(host, appsDomain);
  if (appId) return { plane: "app", url: `/apps/${appId}${url.startsWith("/") ? url : "/"}` };
  const path = url.split(/[?#]/, 1)[0] ?? "";
  if (/^\/apps\/[^/]/.test(path)) return { plane: "app", url };
  const own = PROCESS_PATHS.find((one) => one === path);
  return own ? { plane: "process", path: own } : { plane: "web" };
}

/** The app whose host it is, or null. Host names are the same in upper and lower case, and may end in a dot. */
function appIdOf(host: string | undefined, appsDomain: string | undefined): string | null {
  const name = host?.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "") ?? "";
  const dot = name.indexOf(".");
  const [id, domain] = [name.slice(0, dot), name.slice(dot + 1)];
  if (dot < 0 || !APP_ID.test(id)) return null;
  const base = appsDomain?.toLowerCase().replace(/:\d+$/, "");
  const isAppsDomain = base ? domain === `apps.${base}` : domain.startsWith("apps.");
  return isAppsDomain ? id : null;
}
