import "server-only";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { env, SettingsError } from "@/lib/config/env";
import { badRequest } from "@/lib/core/errors";
import { sampleModelUrl } from "@/lib/process/sample-model";
import { shared } from "@/lib/process/shared";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * What an address is to us. Only `public` may be called unasked; `metadata` may never be, for it hands the
 * machine's own credentials to whoever asks.
 */
export type AddressKind = "public" | "loopback" | "private" | "metadata" | "reserved";

/** What an operator has allowed besides public addresses. */
export type Policy = {
  readonly loopback: boolean;
  readonly private: boolean;
  readonly networks: readonly (readonly [Address, number])[];
  /** `name`, `name:port`, or `.suffix` for every name below it. */
  readonly hosts: ReadonlySet<string>;
};

/** Where clouds answer with credentials: AWS, ECS, EKS, GCP, Azure, Alibaba, Oracle, OpenStack, DigitalOcean. */
const METADATA_NETWORKS = [
  "169.254.0.0/16",
  "100.100.100.200/32",
  "168.63.129.16/32",
  "192.0.0.192/32",
  "fd00:ec2::/32",
  "fd20:ce::/32",
].map((text) => ipaddr.parseCIDR(text));

const METADATA_NAMES = new Set(["metadata.google.internal", "metadata.goog", "metadata", "instance-data"]);

/** Networks that somebody runs inside: they are granted together, as `private`. */
const PRIVATE_RANGES = new Set(["private", "carrierGradeNat", "uniqueLocal"]);

/** Endings of names that only an inner network knows. */
const PRIVATE_ENDINGS = [".internal", ".local", ".localdomain", ".lan", ".home.arpa", ".intranet", ".corp", ".private"];

const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3");

/** @throws Error where the text is no address. */
function parse(text: string): Address {
  const bare = text.replace(/%.*$/, "");
  // Written as a URL would have it first: `::127.0.0.1` has two readings, and only one is what is connected to.
  const address = ipaddr.parse(isIP(bare) === 6 ? new URL(`http://[${bare}]`).hostname.slice(1, -1) : bare);
  if (address.kind() === "ipv4") return address;
  const six = address as ipaddr.IPv6;
  // The system connects to the IPv4 address inside, whichever way it was written.
  return six.isIPv4MappedAddress() ? six.toIPv4Address() : six;
}

export function kindOf(text: string): AddressKind {
  return isIP(text) === 0 ? "reserved" : kindOfParsed(parse(text));
}

function kindOfParsed(address: Address): AddressKind {
  if (METADATA_NETWORKS.some((network) => matches(address, network))) return "metadata";
  const range = address.range();
  if (range === "loopback") return "loopback";
  if (PRIVATE_RANGES.has(range)) return "private";
  if (address.kind() === "ipv4") return range === "unicast" ? "public" : "reserved";
  const six = address as ipaddr.IPv6;
  // NAT64's own prefix stands for the IPv4 address in its last 32 bits; every other transition form is out of use.
  if (range === "rfc6052" && six.parts[2] === 0) {
    return kindOfParsed(new ipaddr.IPv4(six.toByteArray().slice(12))) === "public" ? "public" : "reserved";
  }
  return range === "unicast" && matches(six, GLOBAL_UNICAST) ? "public" : "reserved";
}

const matches = (address: Address, [network, bits]: readonly [Address, number]): boolean =>
  address.kind() === network.kind() && address.match(network, bits);

/**
 * Reads the grants of DYNAMIQ_EGRESS_ALLOW: `loopback`, `private`, an address, a network (`10.1.0.0/16`), a host
 * name (`db.corp.example`), one with a port (`localhost:8080`), or all names below one (`*.corp.example`).
 *
 * @throws SettingsError, naming the grant, where it is none of these.
 */
export function policyOf(grants: readonly string[]): Policy {
  const networks: (readonly [Address, number])[] = [];
  const hosts = new Set<string>();
  for (const grant of grants.map((text) => text.trim().toLowerCase()).filter((text) => text !== "")) {
    if (grant === "loopback" || grant === "private") continue;
    if (isIP(grant)) {
      const address = parse(grant);
      networks.push([address, address.kind() === "ipv4" ? 32 : 128]);
    } else if (grant.includes("/")) {
      try {
        networks.push(ipaddr.parseCIDR(grant));
      } catch {
        throw new SettingsError([`DYNAMIQ_EGRESS_ALLOW: “${grant}” is not a network. Write one as 10.1.0.0/16.`]);
      }
    } else if (/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:\d+)?$/.test(grant) || /^\[[0-9a-f:.]+\](:\d+)?$/.test(grant)) {
      hosts.add(grant.replace(/^\*/, ""));
    } else {
      throw new SettingsError([
        `DYNAMIQ_EGRESS_ALLOW: “${grant}” is none of loopback, private, an address, a network or a host name.`,
      ]);
    }
  }
  return { loopback: grants.includes("loopback"), private: grants.includes("private"), networks, hosts };
}

/** What the operator has allowed, and the built-in sample model. @throws SettingsError where a grant cannot be read. */
export function instancePolicy(): Policy {
  const sample = sampleModelUrl();
  return shared(`egress-policy ${sample ?? ""}`, () =>
    policyOf([...env().DYNAMIQ_EGRESS_ALLOW, ...(sample ? [new URL(sample).host] : [])]),
  );
}

/** Whether a connection to the address may be opened. */
export function isAllowedAddress(text: string, policy: Policy = instancePolicy()): boolean {
  const kind = kindOf(text);
  if (kind === "public") return true;
  if (kind === "metadata") return false;
  if ((kind === "loopback" && policy.loopback) || (kind === "private" && policy.private)) return true;
  return isIP(text) !== 0 && policy.networks.some((network) => matches(parse(text), network));
}

/** Whether the operator has allowed the host by its name: any of its addresses will do, but for metadata. */
export function isGrantedHost(hostname: string, port: number | string, policy: Policy): boolean {
  const name = bareName(hostname);
  const { hosts } = policy;
  if (hosts.size === 0) return false;
  const written = isIP(name) === 6 ? `[${name}]` : name;
  if (hosts.has(written) || hosts.has(`${written}:${port}`)) return true;
  return name.split(".").some((_, index, parts) => index > 0 && hosts.has(`.${parts.slice(index).join(".")}`));
}

/** A host name as it is compared: lower case, without the root's dot and an address's brackets. */
export const bareName = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/\.+$/, "")
    .replace(/^\[(.*)\]$/, "$1");

export const isLoopbackName = (name: string): boolean => name === "localhost" || name.endsWith(".localhost");

/**
 * Why a host may not be called, judged by what is written alone, or null. A name that passes is judged again by
 * its addresses when a connection is opened.
 */
export function refusalOfHost(hostname: string, port: number | string, policy: Policy): string | null {
  const name = bareName(hostname);
  if (name === "") return "The address has no host.";
  if (METADATA_NAMES.has(name)) return refusalText(name, "metadata");
  if (isIP(name)) {
    const kind = kindOf(name);
    if (kind !== "metadata" && isGrantedHost(name, port, policy)) return null;
    return isAllowedAddress(name, policy) ? null : refusalText(name, kind);
  }
  if (isGrantedHost(name, port, policy)) return null;
  if (isLoopbackName(name)) return policy.loopback ? null : refusalText(name, "loopback");
  const isPrivate = !name.includes(".") || PRIVATE_ENDINGS.some((ending) => name.endsWith(ending));
  // A bare name is one of an inner network's; networks granted by address decide when it is resolved.
  return isPrivate && !policy.private && policy.networks.length === 0 ? refusalText(name, "private") : null;
}

const KIND_TEXT: Record<Exclude<AddressKind, "public">, string> = {
  loopback: "is on this machine itself",
  private: "is in a private network",
  metadata: "is a cloud's metadata service, which is never called",
  reserved: "is in a reserved range",
};

/** What a person is told of a refused address, and what the operator can do. */
export function refusalText(host: string, kind: AddressKind): string {
  if (kind === "public") return `${host} may not be called.`;
  if (kind === "metadata") return `${host} ${KIND_TEXT.metadata}.`;
  const grant = kind === "reserved" ? host : `${kind} or ${host}`;
  return `${host} ${KIND_TEXT[kind]}. The operator can allow it with DYNAMIQ_EGRESS_ALLOW (${grant}).`;
}

/** Ports of services that are not HTTP, and that a request might be made to mean something to. */
const REFUSED_PORTS = new Set(
  [22, 23, 25, 110, 143, 389, 465, 587, 636, 993, 995, 2049, 3306, 5432, 6379, 11211, 27017].map(String),
);

export type UrlRules = { readonly protocols?: readonly string[]; readonly policy?: Policy };

/** Why a URL may not be called, or null. Knows nothing of what its name resolves to. */
export function refusalOfUrl(text: string | URL, { protocols = ["http:", "https:"], policy }: UrlRules = {}) {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return "This is not a URL: write it as https://host/path.";
  }
  if (!protocols.includes(url.protocol)) {
    return `A URL here starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}.`;
  }
  if (url.username !== "" || url.password !== "") {
    return "Put no user name or password into a URL: use a header or the field that is there for it.";
  }
  if (REFUSED_PORTS.has(url.port) && protocols.includes("http:")) return `Port ${url.port} does not speak HTTP.`;
  return refusalOfHost(url.hostname, url.port || (url.protocol === "https:" ? 443 : 80), policy ?? instancePolicy());
}

/** Judges a URL somebody saves. @throws AppError `bad_request`, under `field` in its details. */
export function checkUrl(text: string, field = "url", rules: UrlRules = {}): void {
  const refusal = refusalOfUrl(text, rules);
  if (refusal) throw badRequest(refusal, { [field]: refusal });
}

/** Judges a host somebody saves. @throws AppError `bad_request`, under `field` in its details. */
export function checkHost(host: string, port: number, field = "host", policy: Policy = instancePolicy()): void {
  const refusal = /^[a-z0-9._:[\]-]+$/i.test(host)
    ? refusalOfHost(normalHost(host), port, policy)
    : "This is not a host name: write it without https:// and path.";
  if (refusal) throw badRequest(refusal, { [field]: refusal });
}

/** A host as a URL would have it, so that 0x7f.1 and 127.0.0.1 are judged alike. */
export function normalHost(host: string): string {
  const name = bareName(host);
  const text = isIP(name) === 6 ? `[${name}]` : name;
  try {
    return bareName(new URL(`http://${text}`).hostname);
  } catch {
    return name;
  }
}
