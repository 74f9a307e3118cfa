import "server-only";
import { isIP } from "node:net";

/**
 * The address a request comes from, as a name to count under. Our own server writes it as the last entry of
 * `X-Forwarded-For` (or leaves there what a trusted proxy wrote), so what a client put before it is not believed.
 *
 * One who has an IPv6 address has a whole /64 of them: they count as one.
 */
export function clientAddress(headers: Headers): string {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const address = last.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(address) === 4) return address;
  if (isIP(address) === 6) return `${networkOf(address)}::/64`;
  return "unknown";
}

function networkOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const all = tail === undefined ? groups : [...groups, ...Array(8 - groups.length - rest.length).fill("0"), ...rest];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
