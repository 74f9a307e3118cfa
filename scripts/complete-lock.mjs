// Completes package-lock.json after every change of it: `node scripts/complete-lock.mjs`.
//
// A registry mirror may lack the builds for other systems. npm then writes a lockfile without them, with which `npm ci`
// fails everywhere and installs nothing native on macOS or Windows. The missing optional entries are added by name
// and version; npm skips those that are for another system. Addresses of a registry are taken out: they are this
// machine's, not the project's.
import { readFileSync, writeFileSync } from "node:fs";

const FILE = "package-lock.json";
const SYSTEMS = {
  aix: "aix",
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  netbsd: "netbsd",
  openbsd: "openbsd",
  openharmony: "openharmony",
  sunos: "sunos",
  win32: "win32",
  windows: "win32",
};
const PROCESSORS = {
  arm: "arm",
  arm64: "arm64",
  ia32: "ia32",
  loong64: "loong64",
  mips64el: "mips64el",
  ppc64: "ppc64",
  ppc64le: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
  x64: "x64",
};

const lock = JSON.parse(readFileSync(FILE, "utf8"));
const added = addMissing(lock.packages);
for (const entry of Object.values(lock.packages)) delete entry.resolved;
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} entries added${added.length > 0 ? `: ${added.join(", ")}` : ""}.`);

/** Adds an entry for each optional dependency that has none; returns their names. */
function addMissing(packages) {
  const names = [];
  for (const [from, { optionalDependencies = {} }] of Object.entries({ ...packages })) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      if (isThere(packages, from, name)) continue;
      const { os, cpu } = systemOf(name);
      if (!os && cpu !== "wasm32") {
        console.warn(`Left alone: ${name}, which ${from || "the project"} wants, tells no system by its name.`);
        continue;
      }
      packages[`node_modules/${name}`] = {
        version: String(range).replace(/^[\^~]/, ""),
        ...(cpu && { cpu: [cpu] }),
        optional: true,
        ...(os && { os: [os] }),
      };
      names.push(name);
    }
  }
  return names;
}

/** Whether a package finds another, as Node looks for it: beside it, or beside whatever holds it. */
function isThere(packages, from, name) {
  for (let at = from; ; at = at.includes("/node_modules/") ? at.slice(0, at.lastIndexOf("/node_modules/")) : "") {
    if (packages[`${at ? `${at}/` : ""}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

/** The system a package is built for, from the words of its name (`@next/swc-darwin-arm64`). */
function systemOf(name) {
  const words = name.split("/").at(-1).split(/[-.]/);
  return {
    os: words.map((word) => SYSTEMS[word]).find(Boolean),
    cpu: words.map((word) => PROCESSORS[word]).find(Boolean),
  };
}
