import "server-only";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { AppError } from "@/lib/core/errors";
import {
  bareName,
  isAllowedAddress,
  isGrantedHost,
  isLoopbackName,
  kindOf,
  normalHost,
  type Policy,
  refusalOfHost,
  refusalText,
} from "./addresses";

export type ResolvedAddress = { readonly address: string; readonly family: number };

/** Every address of a name, in the order to try them. */
export type Resolve = (name: string) => Promise<readonly ResolvedAddress[]>;

const RESOLVE_TIMEOUT_MS = 10_000;

export const systemResolve: Resolve = (name) => lookup(name, { all: true, order: "verbatim" });

export const refused = (sentence: string): AppError => new AppError("upstream_failed", sentence);

/**
 * The addresses of a host that may be connected to. These, and no others, are what the caller then connects to:
 * a second look-up might give something else.
 *
 * @throws AppError `upstream_failed` where one of them may not be called, or there is none.
 */
export async function resolveAllowed(
  hostname: string,
  port: number | string,
  policy: Policy,
  resolve: Resolve = systemResolve,
): Promise<readonly ResolvedAddress[]> {
  const refusal = refusalOfHost(normalHost(hostname), port, policy);
  if (refusal) throw refused(refusal);
  return addressesOf(hostname, policy, resolve, isGrantedHost(normalHost(hostname), port, policy));
}

/** The same for a host that was judged by its name already: `isGranted` says whether the operator named it. */
export async function addressesOf(
  hostname: string,
  policy: Policy,
  resolve: Resolve,
  isGranted: boolean,
): Promise<readonly ResolvedAddress[]> {
  const name = normalHost(hostname);
  const family = isIP(name);
  if (family !== 0) return [{ address: name, family }];
  const addresses = isLoopbackName(name) ? LOOPBACK : await withinTime(name, resolve(bareName(hostname)));
  if (addresses.length === 0) throw refused(`The name ${name} has no address.`);
  // One bad record is enough: which of them a connection would take is not for the name's owner to decide.
  const bad = addresses.find(({ address }) =>
    isGranted ? kindOf(address) === "metadata" : !isAllowedAddress(address, policy),
  );
  if (bad) throw refused(refusalText(name, kindOf(bad.address)));
  return addresses;
}

/** What the name stands for by definition, so that no resolver can make it anything else. */
const LOOPBACK: readonly ResolvedAddress[] = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

async function withinTime<T>(name: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(refused(`Looking up the name ${name} took too long.`)), RESOLVE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("upstream_failed", `The name ${name} could not be found.`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
