import { describe, expect, test } from "vitest";
import { operations } from "@/lib/http/operations";
import { ask, served } from "@/lib/testing/operations";

const all = await served();
const contracted = all.flatMap((one) => (one.contract ? [{ ...one, contract: one.contract }] : []));
const SOME_ID = "018f0000-0000-7000-8000-000000000000";

test("the walk finds the routes", () => {
  expect(all.length).toBeGreaterThan(30);
});

describe.each(all.map((one) => [`${one.method} ${one.file}`, one] as const))("%s", (_name, one) => {
  test("has a contract, and serves it at the contract's path and method", () => {
    expect(one.contract, "serve it with endpoint(contract, …)").toBeDefined();
    expect(one.contract?.method).toBe(one.method);
    if (one.path !== null) expect(one.contract?.path).toBe(one.path);
  });
});

test("each contract is served exactly once", () => {
  const served = contracted.map(({ contract }) => `${contract.method} ${contract.path}`);
  expect(served.filter((name, at) => served.indexOf(name) !== at)).toEqual([]);
  const declared = operations().map(({ contract }) => `${contract.method} ${contract.path}`);
  expect(declared.filter((name) => !served.includes(name))).toEqual([]);
});

describe.each(
  contracted
    // The data plane must know the app to tell whether it asks for a key: it is tried in wiring.db.test.ts.
    .filter(({ contract, path }) => contract.accepts.length > 0 && path !== null)
    .map((one) => [`${one.contract.method} ${one.contract.path}`, one] as const),
)("%s", (_name, one) => {
  test("turns away whoever brings no credential, in the platform's shape", async () => {
    const params = Object.fromEntries([...one.contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, SOME_ID]));
    const response = await ask(one, { params, headers: { "x-request-id": "request-1" } });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: { code: "unauthorized", message: expect.stringMatching(/\S/), request_id: "request-1" },
    });
    expect(response.headers.get("x-request-id")).toBe("request-1");
  });
});
