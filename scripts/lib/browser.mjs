import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { nodeProgram } from "./packages.mjs";
import { during, run, say } from "./progress.mjs";

const PLACES = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The Chromium of this machine, or null. */
export function findBrowser() {
  return PLACES.find((place) => place && existsSync(place) && starts(place)) ?? null;
}

/** Some systems ship a stand-in that only says how to install the browser. */
function starts(program) {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/**
 * Sees to it that there is a browser: this machine's, else Debian's where we may install it, else Playwright's own.
 * @returns {Promise<boolean>} false where none can be had; why has been said
 */
export async function ensureBrowser() {
  if (findBrowser() || (await hasPlaywrightBrowser())) return true;
  const mayInstall = process.platform === "linux" && process.getuid() === 0 && existsSync("/usr/bin/apt-get");
  if (mayInstall) {
    await installFromDebian();
    if (findBrowser()) return true;
  }
  const { code } = await during("Downloading Playwright's Chromium", (note) =>
    run(nodeProgram(), ["node_modules/@playwright/test/cli.js", "install", "chromium"], { note }),
  );
  if (code === 0 && (await hasPlaywrightBrowser())) return true;
  say(
    "There is no browser for the journeys, and none could be installed: install Chromium, or name one in CHROMIUM_PATH.",
  );
  return false;
}

async function installFromDebian() {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await during("Installing Debian's Chromium", async (note) => {
    await run("apt-get", ["update"], { note, env });
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { note, env });
  });
}

async function hasPlaywrightBrowser() {
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath());
}
