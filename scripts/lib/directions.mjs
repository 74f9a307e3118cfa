// Who may import whom: the arrows of ARCHITECTURE.md, as rules that `npm run check` holds.
import { importGraph } from "./import-graph.mjs";

export const FOLDERS = ["app", "components", "e2e", "lib", "server", "scripts"];
const TEST = /\.test\.tsx?$|^lib\/testing\/|^e2e\//;

/**
 * `from` and `to` name files; `to` packages as well. A group of `from` may be used in `toUnless` as `$1`.
 * @typedef {{ name: string, why: string, from: RegExp, fromUnless?: RegExp, to: RegExp, toUnless?: string }} Rule
 */

/** @type {readonly Rule[]} */
const RULES = [
  {
    name: "core-imports-nothing-of-ours",
    why: "It runs anywhere, and everything stands on it.",
    from: /^lib\/core\//,
    to: /^(app|components|lib|server|scripts)\//,
    toUnless: "^lib/core/",
  },
  {
    name: "the-engine-is-pure",
    why: "It knows no database, no HTTP and no node type: what it needs is handed to it.",
    from: /^lib\/engine\//,
    to: /^(app|components|lib|server|scripts)\/|^(pg|undici|next|hono|@prisma\/.*)$/,
    toUnless: "^lib/(engine|core|templates)/",
  },
  {
    name: "lib-knows-no-upper-layer",
    why: "Arrows point down: pages and the server use lib.",
    from: /^lib\//,
    to: /^(app|components|server|e2e)\//,
  },
  {
    name: "repositories-belong-to-their-domain",
    why: "Another domain is asked through its service, which authorizes.",
    from: /^lib\/([^/]+)\//,
    to: /^lib\/[^/]+\/repository(\/|\.ts$)/,
    toUnless: "^lib/$1/",
  },
  {
    name: "app-and-components-ask-services",
    why: "Wiring holds no query.",
    from: /^(app|components|server)\//,
    fromUnless: /^server\/(main|readiness|rotate-master-key)\.ts$/,
    to: /^lib\/(db\/|[^/]+\/repository(\/|\.ts$))/,
  },
  {
    name: "rows-stay-in-repositories",
    why: "Prisma's types do not leave lib/db and the files that speak SQL.",
    from: /^(app|components|server|lib\/(engine|nodes|llm|core)\/)/,
    to: /^(lib\/db\/generated\/|@prisma\/|pg$)/,
  },
  {
    name: "a-node-knows-no-other-node",
    why: "A node type is one folder; what two share is lifted out of both.",
    from: /^lib\/nodes\/([^/]+\/[^/]+)\//,
    to: /^lib\/nodes\/[^/]+\/[^/]+\//,
    toUnless: "^lib/nodes/$1/",
  },
  {
    name: "a-node-reaches-the-world-through-its-context",
    why: "Address policy, secrets and cancellation have one place each.",
    from: /^lib\/nodes\/.*execute[^/]*\.ts$/,
    to: /^lib\/(db|http|egress|runs|auth|[^/]+\/(service|repository))(\/|\.ts$)|^(pg|undici)$/,
  },
  {
    name: "one-way-out",
    why: "lib/egress judges every address that is called; nothing else opens connections.",
    from: /^(app|components|lib|server)\//,
    to: /^(undici|node:https?|node:http2|node:tls|node:dgram)$/,
    toUnless: "^$",
    fromUnless: /^lib\/egress\/|^server\/(main|requests|pages|headers|stop)\.ts$|^server\/sample-model\//,
  },
  {
    name: "react-flow-stays-in-the-canvas",
    why: "Its next major is a change to one folder.",
    from: /^(app|components|lib)\//,
    fromUnless: /^components\/canvas\//,
    to: /^@xyflow\/react/,
  },
  {
    name: "controls-know-no-domain",
    why: "components/ui is composed by the others.",
    from: /^components\/ui\//,
    to: /^(components|lib)\//,
    toUnless: "^(components/ui|lib/core)/",
  },
  {
    name: "next-auth-stays-behind-auth",
    why: "It can be replaced by changing lib/auth and its one route.",
    from: /^(app|components|lib|server)\//,
    fromUnless: /^lib\/(auth|people)\/|^app\/api\/auth\/|^components\/(auth|people)\//,
    to: /^next-auth/,
  },
  {
    name: "tests-help-tests-only",
    why: "What lib/testing makes is no part of the program.",
    from: /^(app|components|lib|server|scripts)\//,
    fromUnless: TEST,
    to: /^lib\/testing\//,
  },
];

/** Files that run in the browser too. */
const BOTH_SIDES = /^lib\/.*\/?(contract|definition|definitions)\.ts$/;

/**
 * Everything that breaks a direction, one sentence each; empty where all is well.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function brokenDirections(root) {
  const graph = importGraph(root, FOLDERS);
  return [...brokenRules(graph), ...serverFilesInBrowser(graph), ...cycles(graph)];
}

function brokenRules(graph) {
  const faults = [];
  for (const [file, imports] of graph) {
    if (TEST.test(file)) continue;
    for (const { name, why, from, fromUnless, to, toUnless } of RULES) {
      const group = from.exec(file);
      if (!group || fromUnless?.test(file)) continue;
      const allowed = toUnless && new RegExp(toUnless.replace("$1", group[1] ?? ""));
      for (const { to: target } of imports) {
        if (to.test(target) && !allowed?.test(target)) faults.push(`${file} imports ${target}: ${name}. ${why}`);
      }
    }
  }
  return faults;
}

/** Contracts and definitions that lead, by what is there at run time, to a file only the server may load. */
function serverFilesInBrowser(graph) {
  const faults = [];
  for (const file of graph.keys()) {
    if (!BOTH_SIDES.test(file)) continue;
    const way = wayTo(graph, file, (at) => graph.get(at)?.some(({ to }) => to === "server-only") ?? false);
    if (way) faults.push(`${way.join(" → ")}: contracts-and-definitions-run-in-the-browser. The last is the server's.`);
  }
  return faults;
}

/** The files on the way from one to the first that is wanted; null where there is none. */
function wayTo(graph, from, isWanted) {
  const cameFrom = new Map([[from, null]]);
  for (const at of cameFrom.keys()) {
    if (isWanted(at)) {
      const way = [];
      for (let step = at; step !== null; step = cameFrom.get(step)) way.unshift(step);
      return way;
    }
    for (const { to, isType } of graph.get(at) ?? []) {
      if (!isType && graph.has(to) && !cameFrom.has(to)) cameFrom.set(to, at);
    }
  }
  return null;
}

/** Each circle of files that need each other when the program runs, told once. */
function cycles(graph) {
  const faults = new Set();
  const state = new Map();
  const stack = [];
  const visit = (file) => {
    state.set(file, "open");
    stack.push(file);
    for (const { to, isType } of graph.get(file) ?? []) {
      if (isType || !graph.has(to)) continue;
      if (state.get(to) === "open") faults.add(circle(stack.slice(stack.indexOf(to))));
      else if (!state.has(to)) visit(to);
    }
    stack.pop();
    state.set(file, "done");
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return [...faults];
}

/** The same sentence wherever in the circle it was entered. */
function circle(files) {
  const first = files.indexOf([...files].sort()[0]);
  const turned = [...files.slice(first), ...files.slice(0, first)];
  return `${[...turned, turned[0]].join(" → ")}: no-cycles. None of them can be understood or loaded alone.`;
}
