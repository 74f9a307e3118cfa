import { beforeAll, describe, expect, test } from "vitest";
import type { ProjectRole } from "@/lib/auth/permissions";
import type { Contract, CredentialKind } from "@/lib/core/contract";
import { db } from "@/lib/db/client";
import { setSampleModelUrl } from "@/lib/process/sample-model";
import { ask, type Served, served } from "@/lib/testing/operations";
import { aFlow, anApp, oneOfEach, type Resources } from "@/lib/testing/resources";
import {
  aCookie,
  anAccessKey,
  aPerson,
  aPersonalAccessToken,
  aTenant,
  type Tenant,
  type TenantRole,
} from "@/lib/testing/tenant";

/**
 * Who may do what, operation by operation: the least role in the project, or in the organization, or `self` for what is
 * one's own. An operation that is not here fails: say who may, and it is tried with everybody.
 */
const LEAST = {
  "GET /v1/me": "self",
  "PUT /v1/me": "self",
  "PUT /v1/me/password": "self",
  "POST /v1/me/sign-out-everywhere": "self",
  "GET /v1/me/invitations": "self",
  "GET /v1/me/personal-access-tokens": "self",
  "POST /v1/me/personal-access-tokens": "self",
  "DELETE /v1/me/personal-access-tokens/{token_id}": "self",
  "POST /v1/invitations/{invitation_id}/accept": "self",
  "GET /v1/orgs": "self",
  "POST /v1/orgs": "self",

  "GET /v1/orgs/{org_id}": "organization member",
  "PUT /v1/orgs/{org_id}": "organization admin",
  "DELETE /v1/orgs/{org_id}": "organization admin",
  "POST /v1/orgs/{org_id}/leave": "organization member",
  "GET /v1/orgs/{org_id}/members": "organization member",
  "PUT /v1/orgs/{org_id}/members/{user_id}": "organization admin",
  "DELETE /v1/orgs/{org_id}/members/{user_id}": "organization admin",
  "GET /v1/orgs/{org_id}/invitations": "organization member",
  "POST /v1/orgs/{org_id}/invitations": "organization admin",
  "DELETE /v1/orgs/{org_id}/invitations/{invitation_id}": "organization admin",
  "GET /v1/orgs/{org_id}/access-keys": "organization member",
  "POST /v1/orgs/{org_id}/access-keys": "organization member",
  "DELETE /v1/orgs/{org_id}/access-keys/{key_id}": "organization member",
  "POST /v1/projects": "organization member",

  "GET /v1/projects": "list",
  "GET /v1/projects/{project_id}": "viewer",
  "PUT /v1/projects/{project_id}": "admin",
  "DELETE /v1/projects/{project_id}": "admin",
  "GET /v1/projects/{project_id}/members": "viewer",
  "POST /v1/projects/{project_id}/members": "admin",
  "PUT /v1/projects/{project_id}/members/{user_id}": "admin",
  "DELETE /v1/projects/{project_id}/members/{user_id}": "admin",

  "GET /v1/connection-types": "self",
  "GET /v1/connections": "list",
  "POST /v1/connections": "editor",
  "POST /v1/connections/sample": "editor",
  "POST /v1/connections/test": "editor",
  "GET /v1/connections/{connection_id}": "viewer",
  "PUT /v1/connections/{connection_id}": "editor",
  "DELETE /v1/connections/{connection_id}": "editor",
  "POST /v1/connections/{connection_id}/test": "editor",

  "GET /v1/agent-builder/nodes": "self",
  "GET /v1/workflows": "viewer",
  "POST /v1/workflows": "editor",
  "POST /v1/workflows/import": "editor",
  "POST /v1/workflows/test": "editor",
  "POST /v1/workflows/validate": "self",
  "GET /v1/workflows/{workflow_id}": "viewer",
  "PUT /v1/workflows/{workflow_id}": "editor",
  "DELETE /v1/workflows/{workflow_id}": "editor",
  "POST /v1/workflows/{workflow_id}/save": "editor",
  "PUT /v1/workflows/{workflow_id}/draft": "editor",
  "POST /v1/workflows/{workflow_id}/release": "editor",
  "POST /v1/workflows/{workflow_id}/duplicate": "editor",
  "POST /v1/workflows/{workflow_id}/archive": "editor",
  "POST /v1/workflows/{workflow_id}/unarchive": "editor",
  "GET /v1/workflows/{workflow_id}/export": "viewer",
  "GET /v1/workflows/{workflow_id}/versions": "viewer",
  "GET /v1/workflows/{workflow_id}/versions/{version_id}": "viewer",
  "POST /v1/workflows/{workflow_id}/versions/{version_id}/restore": "editor",
  "POST /v1/workflows/{workflow_id}/versions/{version_id}/archive": "editor",

  "GET /v1/apps": "list",
  "POST /v1/apps": "editor",
  "GET /v1/apps/{app_id}": "viewer",
  "PUT /v1/apps/{app_id}": "editor",
  "DELETE /v1/apps/{app_id}": "editor",
  "POST /v1/apps/{app_id}/archive": "editor",
  "POST /v1/apps/{app_id}/unarchive": "editor",
  "POST /v1/apps/{app_id}/deploy": "editor",
  "GET /v1/apps/{app_id}/deployments": "viewer",
  "GET /v1/apps/{app_id}/metrics": "viewer",
  "GET /v1/apps/{app_id}/sessions": "viewer",
  "POST /v1/apps/{app_id}/invoke": "editor",
  "GET /v1/apps/{app_id}/runs": "viewer",
  "GET /v1/apps/{app_id}/runs/{run_id}": "viewer",
  "GET /v1/apps/{app_id}/traces": "viewer",
  "GET /v1/apps/{app_id}/traces/{trace_id}": "viewer",
  "GET /v1/tracing/traces": "viewer",
  "GET /v1/tracing/traces/{trace_id}": "viewer",

  "POST /apps/{app_id}": "key only",
} as const satisfies Record<string, Least>;

type Least = "self" | "list" | "key only" | `organization ${"member" | "admin"}` | ProjectRole;

/** A body and a query with which the operation would work, where it takes any. */
function sampleOf(name: string, ids: Resources): { body?: unknown; query?: Record<string, string> } {
  const flow = aFlow();
  const { project_id, workflow_id, org_id, user_id } = ids;
  const samples: Record<string, { body?: unknown; query?: Record<string, string> }> = {
    "PUT /v1/me": { body: { first_name: "Ada" } },
    "PUT /v1/me/password": { body: { current_password: "not this one", new_password: "another long one" } },
    "POST /v1/me/personal-access-tokens": { body: { name: "Token" } },
    "POST /v1/invitations/{invitation_id}/accept": { body: {} },
    "POST /v1/orgs": { body: { name: "Organization" } },
    "PUT /v1/orgs/{org_id}": { body: { name: "Organization" } },
    "PUT /v1/orgs/{org_id}/members/{user_id}": { body: { role: "member" } },
    "POST /v1/orgs/{org_id}/invitations": { body: { email: `${crypto.randomUUID()}@example.com`, role: "member" } },
    "POST /v1/orgs/{org_id}/access-keys": { body: { name: "Key" } },
    "POST /v1/projects": { body: { org_id, name: `Project ${crypto.randomUUID()}` } },
    "GET /v1/projects": { query: { org_id } },
    "PUT /v1/projects/{project_id}": { body: { visibility: "private" } },
    "POST /v1/projects/{project_id}/members": { body: { user_id, role: "viewer" } },
    "PUT /v1/projects/{project_id}/members/{user_id}": { body: { role: "viewer" } },
    "GET /v1/connections": { query: { project_id } },
    "POST /v1/connections": { body: { project_id, name: "Connection", type: "dynamiq.connections.Http", config: {} } },
    "POST /v1/connections/sample": { body: { project_id } },
    "POST /v1/connections/test": { body: { project_id, type: "dynamiq.connections.Http", config: {} } },
    "PUT /v1/connections/{connection_id}": { body: { config: {} } },
    "GET /v1/workflows": { query: { project_id } },
    "POST /v1/workflows": { body: { project_id, name: `workflow-${crypto.randomUUID()}` } },
    "POST /v1/workflows/import": { body: { project_id, content: JSON.stringify({ name: "copy", flow }) } },
    "POST /v1/workflows/test": { body: { project_id, flow, input: {} } },
    "POST /v1/workflows/validate": { body: { flow } },
    "PUT /v1/workflows/{workflow_id}": { body: { description: "Other" } },
    "POST /v1/workflows/{workflow_id}/save": { body: { flow } },
    "PUT /v1/workflows/{workflow_id}/draft": { body: { flow } },
    "POST /v1/workflows/{workflow_id}/release": { body: { flow } },
    "POST /v1/workflows/{workflow_id}/duplicate": { body: { name: `workflow-${crypto.randomUUID()}` } },
    "GET /v1/apps": { query: { project_id } },
    "POST /v1/apps": { body: { project_id, workflow_id, name: `app-${crypto.randomUUID()}` } },
    "PUT /v1/apps/{app_id}": { body: { description: "Other" } },
    "POST /v1/apps/{app_id}/deploy": { body: { workflow_id } },
    "POST /v1/apps/{app_id}/invoke": { body: { input: {} } },
    "POST /apps/{app_id}": { body: { input: {} } },
    "GET /v1/tracing/traces": { query: { project_id } },
  };
  return samples[name] ?? {};
}

const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });
const nameOf = ({ method, path }: Contract): keyof typeof LEAST => `${method} ${path}` as keyof typeof LEAST;
const paramsOf = ({ path }: Contract, ids: Resources): Record<string, string> =>
  Object.fromEntries(
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, ids[name as keyof Resources] ?? ""]),
  );

const operations = (await served()).flatMap((one) => (one.contract ? [{ ...one, contract: one.contract }] : []));
type Operation = Served & { readonly contract: Contract };
const guarded = operations.filter(({ contract }) => contract.accepts.length > 0);
const named = (list: readonly Operation[]) => list.map((one) => [nameOf(one.contract), one] as const);
/** A kind of bearer the operation takes. */
const tokenKinds = ({ contract }: Operation) => contract.accepts.filter((kind) => kind !== "session");

/** Asks with what would work, for the things of `ids`. */
const attempt = (one: Operation, ids: Resources, headers: Record<string, string>): Promise<Response> =>
  ask(one, {
    params: paramsOf(one.contract, ids),
    headers: { "x-request-id": "matrix", ...headers },
    ...sampleOf(nameOf(one.contract), ids),
  });

let tenant: Tenant;
let ids: Resources;
let other: Tenant;
/** Ids that look like any, of things that are not there. */
let missing: Resources;

beforeAll(async () => {
  // An instance that offers the sample model; nobody listens there.
  setSampleModelUrl("http://127.0.0.1:9/v1");
  [tenant, other] = [await aTenant({ visibility: "private" }), await aTenant()];
  ids = await oneOfEach(tenant);
  missing = Object.fromEntries(Object.keys(ids).map((name) => [name, crypto.randomUUID()])) as Resources;
});

describe.each(named(operations.filter(({ contract }) => contract.accepts.length > 0)))("%s", (name, one) => {
  test("is declared here, with who may", () => {
    expect(LEAST).toHaveProperty([name]);
    for (const id of Object.keys(paramsOf(one.contract, ids))) expect(ids).toHaveProperty(id);
  });

  test.each([
    ["nothing", async () => ({}) as Record<string, string>],
    ["a made-up token", async () => bearer(`dyn_pat_${"x".repeat(64)}`)],
    ["a made-up key", async () => bearer(`dynamiq_acc_${"x".repeat(64)}`)],
    ["something else", async () => bearer("sk-something-else")],
    ["a password", async () => ({ authorization: "Basic YWRhOnBhc3N3b3Jk" })],
    ["an expired token", async () => bearer(await aPersonalAccessToken(await tenant.userId("owner"), new Date(1e12)))],
    ["an expired key", async () => bearer(await anAccessKey(tenant.organizationId, null, new Date(1e12)))],
    ["a key in another header", async () => ({ "x-api-key": await tenant.accessKey() })],
    ["a made-up cookie", async () => ({ cookie: "next-auth.session-token=made-up" })],
  ])("turns away whoever brings %s", async (_what, headers) => {
    const response = await attempt(one, ids, await headers());
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: "unauthorized", request_id: "matrix" } });
  });

  const wrong = (["pat", "access_key"] as const).filter((kind) => !one.contract.accepts.includes(kind));
  test.each(wrong)("tells whoever brings a good %s which credential belongs here", async (kind) => {
    const credential = kind === "pat" ? await tenant.pat("owner") : await tenant.accessKey();
    const response = await attempt(one, ids, bearer(credential));
    expect(response.status).toBe(403);
    const { error } = (await response.json()) as { error: { message: string } };
    const right: Record<CredentialKind, RegExp> = {
      pat: /Personal Access Token \(dyn_pat_/,
      access_key: /Access Key \(dynamiq_acc_/,
      session: /browser/,
    };
    const [first = "session"] = tokenKinds(one);
    expect(error.message).toMatch(right[first]);
  });
});

const reaching = guarded.filter(({ contract }) => {
  const least = LEAST[nameOf(contract)];
  return least !== "list" && (least !== "self" || contract.path.includes("{"));
});

describe.each(named(reaching))("%s", (_name, one) => {
  test.each(tokenKinds(one))("with a %s, answers for another organization's things as for none", async (kind) => {
    const headers = bearer(kind === "pat" ? await other.pat("owner") : await other.accessKey());
    const [foreign, none] = [await attempt(one, ids, headers), await attempt(one, missing, headers)];
    expect(foreign.status).toBe(404);
    expect(none.status).toBe(404);
    expect(await foreign.text()).toBe(await none.text());
    expect([...foreign.headers]).toEqual([...none.headers]);
  });

  test("answers for what is in no organization of theirs to a stranger as for none", async () => {
    if (one.contract.accepts.includes("session") === false) return;
    const headers = { cookie: await aCookie(await aPerson()), "sec-fetch-site": "same-origin" };
    const [foreign, none] = [await attempt(one, ids, headers), await attempt(one, missing, headers)];
    expect(foreign.status).toBe(404);
    expect(await foreign.text()).toBe(await none.text());
  });
});

const writing = guarded.filter(({ contract }) => contract.method !== "GET" && contract.accepts.includes("session"));

describe.each(named(writing))("%s", (_name, one) => {
  test.each([
    ["says so", { "sec-fetch-site": "cross-site" }],
    ["is a sister of ours", { "sec-fetch-site": "same-site" }],
    ["has another origin", { origin: "https://evil.example" }],
    ["hides its origin", { origin: "null" }],
    ["has an origin that begins like ours", { origin: "http://localhost.evil.example" }],
  ])("does nothing for another site's page that %s", async (_how, headers) => {
    const response = await attempt(one, ids, { cookie: await tenant.cookie("owner"), host: "localhost", ...headers });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { message: "This request came from another site's page." } });
  });
});

const nested = guarded.filter(({ contract }) => contract.path.split("{").length > 2);

describe.each(named(nested))("%s", (_name, one) => {
  test("does not reach the children of another parent, be it one's own", async () => {
    const beside = await anApp(tenant);
    const parents = { ...ids, app_id: beside.appId, workflow_id: beside.workflowId };
    const foreign = await oneOfEach(other);
    const own = { org_id: ids.org_id, project_id: ids.project_id, app_id: ids.app_id, workflow_id: ids.workflow_id };
    const headers = bearer(await tenant.pat("owner"));
    const none = await (await attempt(one, { ...missing, ...own }, headers)).text();
    const hasSiblings = one.contract.path.includes("{app_id}") || one.contract.path.includes("{workflow_id}");
    for (const mixed of [{ ...foreign, ...own }, ...(hasSiblings ? [parents] : [])]) {
      const response = await attempt(one, mixed, headers);
      expect(response.status).toBe(404);
      expect(await response.text()).toBe(none);
    }
  });
});

const RISING: Record<"organization" | "project", readonly TenantRole[]> = {
  organization: ["member", "admin", "owner"],
  project: ["viewer", "editor", "project_admin", "admin", "owner"],
};

/** The roles that may not, and the least that may. */
function rolesFor(least: Least): { below: readonly TenantRole[]; at: TenantRole } | null {
  if (least === "self" || least === "list" || least === "key only") return null;
  const [line, role] = least.startsWith("organization ")
    ? ([RISING.organization, least.slice("organization ".length)] as const)
    : ([RISING.project, least === "admin" ? "project_admin" : least] as const);
  const at = line.indexOf(role as TenantRole);
  return { below: line.slice(0, at), at: line[at] ?? "owner" };
}

describe.each(
  guarded.flatMap((one) => {
    const roles = rolesFor(LEAST[nameOf(one.contract)]);
    return roles ? [[nameOf(one.contract), { one, ...roles }] as const] : [];
  }),
)("%s", (name, { one, below, at }) => {
  if (below.length > 0) {
    test.each(below)("is forbidden to a %s", async (role) => {
      const response = await attempt(one, ids, bearer(await tenant.pat(role)));
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error: { code: "forbidden" } });
    });
  }

  test(`is allowed to the role ${at}`, async () => {
    const own = await aTenant({ visibility: "private" });
    const response = await attempt(one, await oneOfEach(own), bearer(await own.pat(at)));
    expect([401, 403, 404, 500]).not.toContain(response.status);
  });

  if (!LEAST[name].startsWith("organization")) {
    test("in a private project, does not exist for a member who was not added", async () => {
      const headers = bearer(await tenant.pat("member"));
      const [hidden, none] = [await attempt(one, ids, headers), await attempt(one, missing, headers)];
      expect(hidden.status).toBe(404);
      expect(await hidden.text()).toBe(await none.text());
    });
  }
});

describe.each(
  named(guarded.filter(({ contract }) => contract.accepts.includes("access_key") && contract.path.includes("{"))),
)("%s", (_name, one) => {
  test("is allowed to a key of the organization and of the project", async () => {
    for (const key of [await tenant.accessKey(), await tenant.accessKey(tenant.projectId)]) {
      const response = await attempt(one, ids, bearer(key));
      expect([401, 403, 404, 500]).not.toContain(response.status);
    }
  });

  test("does not exist for a key of another project of the same organization", async () => {
    const { id } = await db().project.create({
      data: { organizationId: tenant.organizationId, name: `Project ${crypto.randomUUID()}` },
    });
    const headers = bearer(await tenant.accessKey(id));
    const [hidden, none] = [await attempt(one, ids, headers), await attempt(one, missing, headers)];
    expect(hidden.status).toBe(404);
    expect(await hidden.text()).toBe(await none.text());
  });
});

describe.each(named(guarded.filter(({ contract }) => LEAST[nameOf(contract)] === "list")))("%s", (_name, one) => {
  test("holds nothing of another organization, asked for or not", async () => {
    const headers = bearer(await other.pat("owner"));
    for (const query of [sampleOf(nameOf(one.contract), ids).query, {}]) {
      const response = await ask(one, { headers, ...(query && { query }) });
      expect([200, 404]).toContain(response.status);
      const text = await response.text();
      for (const id of [ids.project_id, ids.app_id, ids.connection_id]) expect(text).not.toContain(id);
    }
  });
});
