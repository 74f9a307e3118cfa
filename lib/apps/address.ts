import "server-only";
import { baseUrl } from "@/lib/config/base-url";
import { env } from "@/lib/config/env";

/**
 * Where an app answers: under a host of its own where the operator has named a domain for that, else under a path of
 * this instance's address. `hostname` is `url` without its scheme.
 */
export function addressOf(appId: string): { readonly hostname: string; readonly url: string } {
  const { DYNAMIQ_APPS_DOMAIN: domain } = env();
  const base = baseUrl();
  const url = domain ? `${new URL(base).protocol}//${appId}.apps.${domain}` : `${base}/apps/${appId}`;
  return { hostname: url.replace(/^https?:\/\//, ""), url };
}
