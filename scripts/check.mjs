// Everything that can be said about the code without running it: `npm run check`. Needs no database; takes seconds.
import { rmSync } from "node:fs";
import { generateClient } from "./lib/build-state.mjs";
import { install, nodeProgram, requireNode } from "./lib/packages.mjs";
import { run, say } from "./lib/progress.mjs";
import { runScript, Stop } from "./lib/stop.mjs";

process.chdir(new URL("..", import.meta.url).pathname);

/** Name, program in node_modules, arguments. */
const TOOLS = [
  ["Format and lint", "@biomejs/biome/bin/biome", ["ci", ...(process.stdout.isTTY ? [] : ["--colors=off"]), "."]],
  ["Types", "typescript/bin/tsc", ["--noEmit"]],
  ["Unused code", "knip/bin/knip.js", []],
];

await runScript(async () => {
  requireNode();
  await install({ withDevelopment: true });
  await generateClient();
  // Routes that are gone by now must not be checked any more.
  rmSync(".next/types", { recursive: true, force: true });
  const faults = [];
  await tool(["Route types", "next/dist/bin/next", ["typegen"]], faults);
  await Promise.all([...TOOLS.map((one) => tool(one, faults)), directions(faults)]);
  if (faults.length > 0) throw new Stop(`${faults.join(", ")}: see above.`);
  say("All is well.");
});

/** Runs a tool; what it says is shown where it found something. */
async function tool([name, program, args], faults) {
  const { code, output } = await run(nodeProgram(), [`node_modules/${program}`, ...args], {
    env: { NEXT_TELEMETRY_DISABLED: "1", ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }) },
  });
  say(`${name}: ${code === 0 ? "clean" : "faults"}`);
  if (code === 0) return;
  faults.push(name);
  process.stdout.write(`${output.trimEnd()}\n`);
}

/** Who may import whom. */
async function directions(faults) {
  const { brokenDirections } = await import("./lib/directions.mjs");
  const broken = brokenDirections(".");
  say(`Directions: ${broken.length === 0 ? "clean" : "faults"}`);
  if (broken.length === 0) return;
  faults.push("Directions");
  process.stdout.write(`${broken.join("\n")}\n`);
}
