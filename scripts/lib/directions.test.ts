import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { brokenDirections } from "./directions.mjs";

let root = "";
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A project of just these files. */
function projectOf(files: Record<string, string>): string {
  root = mkdtempSync(join(tmpdir(), "directions-"));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

test.each([
  ["core-imports-nothing-of-ours", "lib/core/page.ts", "@/lib/config/env"],
  ["the-engine-is-pure", "lib/engine/run.ts", "@/lib/runs/service"],
  ["the-engine-is-pure", "lib/engine/run.ts", "pg"],
  ["lib-knows-no-upper-layer", "lib/apps/service.ts", "@/components/ui/button"],
  ["repositories-belong-to-their-domain", "lib/apps/service.ts", "@/lib/runs/repository"],
  ["app-and-components-ask-services", "app/page.tsx", "@/lib/db/client"],
  ["app-and-components-ask-services", "components/apps/list.tsx", "@/lib/apps/repository"],
  ["rows-stay-in-repositories", "lib/nodes/llms/openai/execute.ts", "@/lib/db/generated/client"],
  ["a-node-knows-no-other-node", "lib/nodes/tools/http/execute.ts", "../../operators/map/execute"],
  ["a-node-reaches-the-world-through-its-context", "lib/nodes/tools/http/execute.ts", "@/lib/egress/fetch"],
  ["one-way-out", "lib/llm/openai/model.ts", "undici"],
  ["react-flow-stays-in-the-canvas", "components/traces/tree.tsx", "@xyflow/react"],
  ["controls-know-no-domain", "components/ui/button.tsx", "@/lib/apps/contract"],
  ["next-auth-stays-behind-auth", "lib/apps/service.ts", "next-auth"],
  ["tests-help-tests-only", "lib/apps/service.ts", "@/lib/testing/tenant"],
])("%s: %s may not import %s", (rule, file, target) => {
  const at = projectOf({
    [file]: `import { x } from "${target}";\nexport const y = x;\n`,
    "lib/config/env.ts": "export const x = 1;\n",
    "lib/db/client.ts": "export const x = 1;\n",
    "lib/db/generated/client.ts": "export const x = 1;\n",
    "lib/egress/fetch.ts": "export const x = 1;\n",
    "lib/runs/repository.ts": "export const x = 1;\n",
    "lib/nodes/operators/map/execute.ts": "export const x = 1;\n",
    ...(file.startsWith("components/apps") && { "lib/apps/repository.ts": "export const x = 1;\n" }),
    ...(file.startsWith("components/ui") && { "lib/apps/contract.ts": "export const x = 1;\n" }),
    "components/ui/button.tsx": file.startsWith("components/ui")
      ? `import { x } from "${target}";\nexport const y = x;\n`
      : "export const x = 1;\n",
    "lib/testing/tenant.ts": "export const x = 1;\n",
  });
  expect(brokenDirections(at).join("\n")).toContain(`${rule}.`);
});

test("a contract may not lead to a file of the server's, over others either", () => {
  const at = projectOf({
    "lib/apps/contract.ts": 'import { a } from "./address";\nexport const b = a;\n',
    "lib/apps/address.ts": 'import "server-only";\nexport const a = 1;\n',
  });
  expect(brokenDirections(at)).toEqual([expect.stringContaining("lib/apps/contract.ts → lib/apps/address.ts")]);
});

test("a contract may name a type of a server file: it is gone when the program runs", () => {
  const at = projectOf({
    "lib/apps/contract.ts": 'import type { A } from "./address";\nexport type B = A;\n',
    "lib/apps/address.ts": 'import "server-only";\nexport type A = 1;\n',
  });
  expect(brokenDirections(at)).toEqual([]);
});

test("files that need each other are told, once", () => {
  const at = projectOf({
    "lib/runs/a.ts": 'import { b } from "./b";\nexport const a = () => b;\n',
    "lib/runs/b.ts": 'export { c as b } from "./c";\n',
    "lib/runs/c.ts": 'import { a } from "./a";\nexport const c = () => a;\n',
  });
  const [fault, ...more] = brokenDirections(at);
  expect(fault).toContain("lib/runs/a.ts → lib/runs/b.ts → lib/runs/c.ts → lib/runs/a.ts: no-cycles.");
  expect(more).toEqual([]);
});

test("a test may use what tests need", () => {
  const at = projectOf({
    "lib/apps/service.db.test.ts": 'import { x } from "@/lib/testing/tenant";\nx();\n',
    "lib/testing/tenant.ts": 'export { db as x } from "@/lib/db/client";\n',
    "lib/db/client.ts": "export const db = 1;\n",
  });
  expect(brokenDirections(at)).toEqual([]);
});
