import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Headers that Next and proxies set for themselves. From outside they could skip checks or lie about a caller. */
const INTERNAL = /^x-(middleware|invoke|nextjs-rewritten|now-route)-|^x-(matched-path|nonce|original-host|vercel-.*)$/;
const FORWARDED = /^(forwarded|x-real-ip|x-forwarded-.*)$/;
const SAFE_ID = /^[\w.:-]{1,128}$/;

/**
 * Makes a request's headers ones that can be believed, and gives it an id.
 *
 * What only we may say is taken out. Where no proxy is trusted, `X-Forwarded-For` becomes the address at the other end
 * of the connection; where one is, what it wrote stays. @returns the id
 */
export function sanitize(request: IncomingMessage, { trustProxy }: { trustProxy: boolean }): string {
  const given = request.headers["x-request-id"];
  const requestId = typeof given === "string" && SAFE_ID.test(given) ? given : crypto.randomUUID();
  const kept: string[] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at]?.toLowerCase() ?? "";
    const isOut = INTERNAL.test(name) || name === "x-request-id" || (FORWARDED.test(name) && !trustProxy);
    if (isOut) delete request.headers[name];
    else kept.push(name, request.rawHeaders[at + 1] ?? "");
  }
  request.rawHeaders = kept;
  set(request, "x-request-id", requestId);
  if (!trustProxy) set(request, "x-forwarded-for", request.socket.remoteAddress ?? "");
  return requestId;
}

/** Next reads `headers`, the data plane `rawHeaders`. */
function set(request: IncomingMessage, name: string, value: string): void {
  request.headers[name] = value;
  request.rawHeaders.push(name, value);
}

/** What every answer carries: the type is what it says, and where it came from is nobody else's business. */
function setCommon(response: ServerResponse, isSecure: boolean): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "strict-origin-when-cross-origin");
  if (isSecure) response.setHeader("strict-transport-security", "max-age=31536000");
}

/**
 * For pages: only our own scripts run, by a nonce made for this answer, and nobody frames us.
 *
 * Next finds the nonce in the request's policy and puts it on its scripts, so pages are rendered per request; a page of
 * ours that writes a script itself reads it from `x-nonce`. Styles may be inline: React and the canvas set them.
 */
export function setPageHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  { isDev, isSecure, appsDomain }: { isDev: boolean; isSecure: boolean; appsDomain: string | undefined },
): void {
  const nonce = randomBytes(16).toString("base64");
  const apps = appsDomain ? ` *.apps.${appsDomain}` : "";
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${apps}${isDev ? " ws:" : ""}`,
    "media-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  setCommon(response, isSecure);
  response.setHeader("content-security-policy", policy);
  response.setHeader("permissions-policy", "camera=(), geolocation=(), payment=(), usb=()");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  set(request, "content-security-policy", policy);
  set(request, "x-nonce", nonce);
}

/** For what programs are answered: should a browser show it, it is text and nothing in it runs. */
export function setDataHeaders(response: ServerResponse, isSecure: boolean): void {
  setCommon(response, isSecure);
  response.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
}
