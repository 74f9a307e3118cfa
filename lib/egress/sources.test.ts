import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Where outgoing connections may be made: here, the browser's own calls, and what only tests use. */
const ALLOWED = /^lib\/(egress\/|http\/call|testing\/)|\.test\.tsx?$/;

/** Ways to open a connection: the global fetch, undici, and Node's clients. A server's `createServer` is none. */
const WAYS_OUT = [
  /(?<![\w.$"'`])fetch\(/,
  /(?<!typeof )globalThis\.fetch/,
  /from "undici"/,
  /from "node:(https|tls|dgram|http2)"/,
  /import \{[^}]*\b(request|get|Agent)\b[^}]*\} from "node:http"/,
  /import \{[^}]*\b(connect|createConnection|Socket)\b[^}]*\} from "node:net"/,
  /new WebSocket\(|new EventSource\(/,
];

const sources = ["lib", "server"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("lib/db/generated/") && !ALLOWED.test(name)),
);

test("the walk finds the sources", () => {
  expect(sources.length).toBeGreaterThan(100);
});

test.each(sources)("%s opens no connection past the egress module", (name) => {
  const lines = readFileSync(join(root, name), "utf8").split("\n");
  // A local `fetch` that somebody was handed is the egress module's own.
  const isHanded = lines.some((line) => /\{[^}]*\bfetch\b[^}]*\}\)? (=>|= )|[{,(] ?fetch[,: }]/.test(line));
  const found = lines.filter((line) =>
    WAYS_OUT.some(
      (way, index) => way.test(line) && !(index === 0 && isHanded) && !/^\s*(\*|\/\/)|import type/.test(line),
    ),
  );
  expect(found).toEqual([]);
});
