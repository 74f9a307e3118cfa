import { isObject } from "@/lib/core/json";
import { type Checked, type CheckedType, INPUT_TYPE, type Lookup, OUTPUT_TYPE } from "./checked";
import { BASE_NODE_SHAPE, type Flow, FlowNode, type Problem, SLUG } from "./flow";
import { dependencyProblems } from "./problems-graph";
import { selectorProblems } from "./problems-selectors";

/** With `lenient`, keys that a node type does not know are let be. */
export type ProblemOptions = { readonly lenient?: boolean };

const CHOICE_TYPE = "dynamiq.nodes.operators.Choice";
const BRANCHES_MAX = 10;
const NESTING_MAX = 5;

/**
 * Everything that is wrong with a flow, node by node in their order, errors and warnings mixed.
 *
 * Runs in the browser with every edit and on the server with every save: pure, and linear in the size of the flow
 * but for the checks of selectors, which look at what leads to a node.
 */
export function problemsOf(flow: Flow, lookup: Lookup, options: ProblemOptions = {}): Problem[] {
  const problems: Problem[] = [];
  const checked = flow.nodes.map((node): Checked => {
    const report: Checked["report"] = (path, message, severity = "error") =>
      problems.push({ nodeId: node.id, nodeName: node.name || node.id, path, message, severity });
    return { node, definition: lookup(node.type), report };
  });
  endProblems(flow, problems);
  nameProblems(checked);
  for (const one of checked) settingProblems(one, lookup, options, "");
  const order = dependencyProblems(checked);
  selectorProblems(checked, order);
  return inOrderOf(flow, problems);
}

/** A workflow has one Input and one Output. */
function endProblems(flow: Flow, problems: Problem[]): void {
  for (const [type, title] of [
    [INPUT_TYPE, "Input"],
    [OUTPUT_TYPE, "Output"],
  ] as const) {
    const found = flow.nodes.filter((node) => node.type === type);
    if (found.length === 0) {
      const message = `The workflow has no ${title}. Add one.`;
      problems.push({ nodeId: null, nodeName: null, path: "", message, severity: "error" });
    }
    for (const node of found.slice(1)) {
      const message = `A workflow has one ${title}. Remove this one.`;
      problems.push({ nodeId: node.id, nodeName: node.name || node.id, path: "", message, severity: "error" });
    }
  }
}

/** Names are the keys by which selectors find results, so two of a kind would hide one another. */
function nameProblems(checked: readonly Checked[]): void {
  const ids = new Set<string>();
  const names = new Map<string, string>();
  for (const { node, report } of checked) {
    if (ids.has(node.id)) report("id", `Another node has the id “${node.id}”. Every node needs its own.`);
    ids.add(node.id);
  }
  for (const { node, report } of checked) {
    const { name } = node;
    if (!name) continue;
    const other = names.get(name);
    if (other !== undefined && other !== node.id) {
      report("name", `Another node is called “${name}”. Give this one a name of its own.`);
    } else if (name !== node.id && ids.has(name)) {
      report("name", `“${name}” is the id of another node. Give this one another name.`);
    }
    names.set(name, node.id);
    if (!SLUG.test(name) && !SLUG.test(node.id)) {
      report(
        "name",
        "Write the name in lower-case letters, digits and single hyphens, so that paths can name it.",
        "warning",
      );
    }
  }
}

function settingProblems(
  { node, definition, report }: Checked,
  lookup: Lookup,
  options: ProblemOptions,
  at: string,
): void {
  const field = (path: string) => (at === "" ? path : path === "" ? at : `${at}.${path}`);
  if (!definition) {
    report(field("type"), `There is no node of the type “${node.type}” here.`);
    return;
  }
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(node)) {
    if (Object.hasOwn(BASE_NODE_SHAPE, key)) continue;
    if (Object.hasOwn(definition.params.shape, key)) own[key] = node[key];
    else if (!definition.keepsUnknownKeys && !options.lenient) {
      report(field(key), `${definition.title} has no field “${key}”.${near(key, definition)}`);
    }
  }
  const result = definition.params.safeParse(own);
  for (const { path, message } of result.error?.issues ?? []) report(field(path.map(String).join(".")), message);
  if (definition.needsConnection && isMissing(node.connection)) report(field("connection"), "Choose a connection.");
  if (definition.type === CHOICE_TYPE) branchProblems(own, report, field);
  nestedProblems(own, definition, { report, lookup, options, field, depth: at === "" ? 0 : at.split(".").length });
}

function near(key: string, { params }: CheckedType): string {
  const flat = (text: string) => text.replace(/[-_]/g, "").toLowerCase();
  const known = [...Object.keys(params.shape), ...Object.keys(BASE_NODE_SHAPE)].find(
    (name) => flat(name) === flat(key),
  );
  return known ? ` Did you mean “${known}”?` : " Remove it, or import with unknown keys kept.";
}

const isMissing = (connection: FlowNode["connection"]): boolean => connection == null || connection === "";

function branchProblems(
  own: Record<string, unknown>,
  report: Checked["report"],
  field: (path: string) => string,
): void {
  const options = Array.isArray(own.options) ? own.options : [];
  if (options.length > BRANCHES_MAX) report(field("options"), `A Choice has ${BRANCHES_MAX} branches at most.`);
  const seen = new Set<unknown>();
  for (const [index, option] of options.entries()) {
    const id = isObject(option) ? option.id : undefined;
    if (id !== undefined && seen.has(id))
      report(field(`options.${index}.id`), `Another branch has the id “${String(id)}”.`);
    seen.add(id);
    if (isObject(option) && option.condition == null && index < options.length - 1) {
      report(
        field(`options.${index}`),
        "A branch without a condition always matches, so those after it never do.",
        "warning",
      );
    }
  }
}

type Nesting = {
  readonly report: Checked["report"];
  readonly lookup: Lookup;
  readonly options: ProblemOptions;
  readonly field: (path: string) => string;
  readonly depth: number;
};

/** Checks a node that another holds as its field `node`, as Map does. Its ways in are the outer node's. */
function nestedProblems(own: Record<string, unknown>, { params }: CheckedType, nesting: Nesting): void {
  const { report, lookup, options, field, depth } = nesting;
  if (!Object.hasOwn(params.shape, "node") || !isObject(own.node)) return;
  if (depth >= NESTING_MAX) {
    report(field("node"), `Nodes are nested ${NESTING_MAX} deep at most.`);
    return;
  }
  const inner = FlowNode.safeParse({ id: "item", ...own.node });
  if (!inner.success) {
    for (const { path, message } of inner.error.issues) report(field(["node", ...path].map(String).join(".")), message);
    return;
  }
  const node = inner.data;
  if (node.type === INPUT_TYPE || node.type === OUTPUT_TYPE) {
    report(field("node.type"), "Input and Output cannot stand inside another node.");
  }
  settingProblems({ node, definition: lookup(node.type), report }, lookup, options, field("node"));
}

function inOrderOf(flow: Flow, problems: readonly Problem[]): Problem[] {
  const place = new Map(flow.nodes.map((node, index) => [node.id, index]));
  const at = ({ nodeId }: Problem): number => (nodeId === null ? -1 : (place.get(nodeId) ?? flow.nodes.length));
  return [...problems].sort((a, b) => at(a) - at(b));
}
