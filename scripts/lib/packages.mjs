import { existsSync, readFileSync } from "node:fs";
import { during, run, tail } from "./progress.mjs";
import { Stop } from "./stop.mjs";

/** The oldest Node that can install the packages; the program itself runs on the one among them. */
const NODE_MIN = [20, 19];
/** A machine's own Node from here on runs the program itself. */
const NODE_MAJOR_SERVED = 24;
const OWN_NODE = process.platform === "win32" ? "node_modules/node/bin/node.exe" : "node_modules/node/bin/node";

/** @throws Stop where this Node is too old. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [majorMin, minorMin] = NODE_MIN;
  if (major < majorMin || (major === majorMin && minor < minorMin)) {
    throw new Stop(
      `Node ${version} is too old: install Node ${NODE_MIN.join(".")} or newer (24 is best) and try again.`,
    );
  }
}

/** The Node that runs the program: the machine's where it is new enough, else the one npm installed. @throws Stop */
export function nodeProgram() {
  if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR_SERVED) return process.execPath;
  if (existsSync(OWN_NODE)) return OWN_NODE;
  throw new Stop(
    `Node ${NODE_MAJOR_SERVED} is not among the installed packages (npm was not allowed to run install scripts): run "npm rebuild node", or install Node ${NODE_MAJOR_SERVED} on this machine.`,
  );
}

/**
 * Whether node_modules holds what the lockfile names. Optional packages may be missing, as they are for other systems;
 * development packages only matter `withDevelopment`.
 */
export function isInstalled({ withDevelopment = false } = {}) {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, { version, optional, dev, devOptional, peer }]) => {
    if (path === "" || optional || peer || ((dev || devOptional) && !withDevelopment)) return true;
    return present[path]?.version === version;
  });
}

/** Installs the packages where they are missing or others than the lockfile's. @throws Stop */
export async function install({ withDevelopment = false } = {}) {
  if (isInstalled({ withDevelopment })) return;
  await during("Installing packages", async (note) => {
    const { code, output } = await run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=http"], {
      note,
    }).catch((cause) => {
      throw new Stop("npm could not be started: install it (it comes with Node) and try again.", { cause });
    });
    if (code !== 0) throw new Stop(whyNot(output));
  });
}

/** What npm said, and what to do about it. */
function whyNot(output) {
  const said = tail(output.replaceAll(/^npm http.*\n?/gm, ""));
  const isOffline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(output);
  const what = isOffline
    ? "npm could not reach its registry: check this machine's network (or npm's registry setting) and start again."
    : "npm could not install the packages: what it said is above; put it right and start again.";
  return `${said}\n\n${what}`;
}

/** @returns {Record<string, { version?: string, optional?: boolean, dev?: boolean, devOptional?: boolean, peer?: boolean }> | null} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return null;
  }
}
