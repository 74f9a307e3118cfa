// Builds the program anew, whatever was built before: `npm run build`.
import { build } from "./lib/build-state.mjs";
import { install, requireNode } from "./lib/packages.mjs";
import { say } from "./lib/progress.mjs";
import { runScript } from "./lib/stop.mjs";

process.chdir(new URL("..", import.meta.url).pathname);

await runScript(async () => {
  requireNode();
  await install();
  await build();
  say('Built. Start it with "npm run up".');
});
