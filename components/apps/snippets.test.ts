import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KEY_VARIABLE, snippetsOf } from "./snippets";

const run = promisify(execFile);

/** What an app answers, as far as a snippet cares; it remembers what it was asked. */
const asked: { authorization: string | undefined; body: unknown }[] = [];
const app = http.createServer((request, response) => {
  let text = "";
  request.on("data", (part: Buffer) => {
    text += part;
  });
  request.on("end", () => {
    const body = JSON.parse(text) as { stream?: boolean };
    asked.push({ authorization: request.headers.authorization, body });
    if (body.stream) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end('data: {"event":"workflow.completed","data":{"output":"it’s here"}}\n\n');
    } else {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ output: "it’s here" }));
    }
  });
});
let url = "";
const folder = mkdtempSync(join(tmpdir(), "dynamiq-snippets-"));

beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/apps/it's`;
});
afterAll(() => {
  app.close();
  rmSync(folder, { recursive: true });
});

const PROGRAMS = {
  curl: { needs: "curl", program: "sh", ending: "sh" },
  Python: { needs: "python3", program: "python3", ending: "py" },
  TypeScript: { needs: process.execPath, program: process.execPath, ending: "mts" },
} as const;
const isHere = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;
const input = { input: `it's "quoted" $HOME \`x\``, count: 3, flag: true, none: null };

describe.each([true, false])("a snippet for an app that is public: %s", (isPublic) => {
  describe.each([true, false])("streamed: %s", (isStreamed) => {
    for (const language of ["curl", "Python", "TypeScript"] as const) {
      const { needs, program, ending } = PROGRAMS[language];
      test.skipIf(!isHere(needs))(`in ${language} runs when pasted`, async () => {
        const code =
          snippetsOf({ url, isPublic, isStreamed, input }).find((one) => one.language === language)?.code ?? "";
        const file = join(folder, `snippet.${ending}`);
        writeFileSync(file, code);
        const { stdout } = await run(program, [file], { env: { ...process.env, [KEY_VARIABLE]: "dynamiq_acc_test" } });
        expect(stdout).toMatch(/it(’|\\u2019|\\xe2)s here/);
        expect(asked.at(-1)).toEqual({
          authorization: isPublic ? undefined : "Bearer dynamiq_acc_test",
          body: isStreamed ? { input, stream: true } : { input },
        });
      });
    }
  });
});
