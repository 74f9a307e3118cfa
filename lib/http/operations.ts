import * as accessKeys from "@/lib/access-keys/contract";
import * as apps from "@/lib/apps/contract";
import * as connections from "@/lib/connections/contract";
import type { Contract } from "@/lib/core/contract";
import { isObject } from "@/lib/core/json";
import * as invitations from "@/lib/invitations/contract";
import * as members from "@/lib/members/contract";
import * as organizations from "@/lib/organizations/contract";
import * as people from "@/lib/people/contract";
import * as projects from "@/lib/projects/contract";
import * as runs from "@/lib/runs/contract";
import * as tokens from "@/lib/tokens/contract";
import * as traces from "@/lib/traces/contract";
import * as workflows from "@/lib/workflows/contract";
import * as reference from "./openapi-contract";

/** Every domain whose contract is part of the API, in the order the reference shows them. One line each. */
const DOMAINS: readonly Record<string, unknown>[] = [
  people,
  organizations,
  projects,
  members,
  invitations,
  accessKeys,
  tokens,
  connections,
  workflows,
  apps,
  runs,
  traces,
  reference,
];

/** An operation with the name its contract is exported under (`createApp`). */
export type Operation = { readonly name: string; readonly contract: Contract };

const isContract = (value: unknown): value is Contract => isObject(value) && "method" in value && "reply" in value;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Domain by domain, each by path: a module's exports come in no order worth showing. */
export const operations = (): Operation[] =>
  DOMAINS.flatMap((domain) =>
    Object.entries(domain)
      .flatMap(([name, value]) => (isContract(value) ? [{ name, contract: value }] : []))
      .sort(
        ({ contract: a }, { contract: b }) =>
          (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || METHODS.indexOf(a.method) - METHODS.indexOf(b.method),
      ),
  );

/** Everything else the contracts export: schemas by name, for the reference. */
export const namedSchemas = (): [string, unknown][] =>
  DOMAINS.flatMap((domain) => Object.entries(domain)).filter(
    ([name, value]) => !isContract(value) && /^[A-Z]/.test(name),
  );
