import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseSync } from "oxc-parser";

const SOURCE = /\.(ts|tsx|mjs)$/;

/**
 * What a source file imports. `to` is a file of ours, relative to the root, or a package's name; `isType` where
 * nothing of it is there when the program runs.
 * @typedef {{ to: string, isType: boolean }} Import
 */

/**
 * The files under some folders, each with what it imports, by what the language says and not by any search in text.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 * @returns {Map<string, Import[]>}
 */
export function importGraph(root, folders) {
  const files = folders.flatMap((folder) => filesIn(root, folder));
  return new Map(files.map((file) => [file, importsOf(root, file)]));
}

function filesIn(root, folder) {
  const at = path.join(root, folder);
  if (!existsSync(at)) return [];
  if (statSync(at).isFile()) return [folder];
  return readdirSync(at, { recursive: true })
    .map((name) => path.join(folder, name).replaceAll("\\", "/"))
    .filter((file) => SOURCE.test(file) && !file.includes("/generated/"));
}

/** @returns {Import[]} */
function importsOf(root, file) {
  const text = readFileSync(path.join(root, file), "utf8");
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const said = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      from: moduleRequest.value,
      isType: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports
      .flatMap(({ entries }) => entries)
      .filter(({ moduleRequest }) => moduleRequest)
      .map(({ moduleRequest, isType }) => ({ from: moduleRequest.value, isType })),
    ...module.dynamicImports
      .map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1))
      .map((from) => ({ from, isType: false })),
  ];
  return said.map(({ from, isType }) => ({ to: resolve(root, file, from), isType }));
}

function resolve(root, file, from) {
  const isOurs = from.startsWith(".") || from.startsWith("@/");
  if (!isOurs) return from;
  const target = from.startsWith("@/") ? from.slice(2) : path.posix.join(path.posix.dirname(file), from);
  const forms = [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`, `${target}/index.tsx`];
  return forms.find((form) => existsSync(path.join(root, form)) && statSync(path.join(root, form)).isFile()) ?? target;
}
