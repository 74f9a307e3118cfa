import { type Checked, INPUT_TYPE, OUTPUT_TYPE } from "./checked";
import { conditionFaults } from "./conditions";
import type { FlowNode } from "./flow";
import { nameOf } from "./gate";

/** How far a flow's nodes lead, once its dependencies are known to be sound. */
export type Order = {
  /** Ids in an order in which each comes after all it waits for; those on a cycle are missing. */
  readonly sorted: readonly string[];
  readonly byId: ReadonlyMap<string, Checked>;
};

/** Reports what is wrong between nodes: what they wait for, cycles, dead ends. */
export function dependencyProblems(checked: readonly Checked[]): Order {
  const byId = new Map(checked.map((one) => [one.node.id, one]));
  for (const one of checked) waitingProblems(one, byId);
  const sorted = sort(checked, byId);
  cycleProblems(checked, new Set(sorted), byId);
  deadEnds(checked, byId);
  return { sorted, byId };
}

function waitingProblems({ node, report }: Checked, byId: ReadonlyMap<string, Checked>): void {
  const seen = new Set<string>();
  for (const [index, dependency] of node.depends.entries()) {
    const at = `depends.${index}`;
    const before = byId.get(dependency.node);
    if (dependency.node === node.id) report(`${at}.node`, "A node cannot wait for itself.");
    else if (!before) report(`${at}.node`, `It waits for “${dependency.node}”, which is not in the workflow.`);
    const key = JSON.stringify([dependency.node, dependency.option ?? null]);
    if (seen.has(key)) report(at, `It waits for “${dependency.node}” twice.`);
    seen.add(key);
    for (const { path, message } of dependency.condition ? conditionFaults(dependency.condition) : []) {
      report(`${at}.condition.${path.join(".")}`, message);
    }
    if (before && dependency.option != null)
      optionProblem(before, dependency.option, (message) => report(`${at}.option`, message));
  }
}

function optionProblem({ node, definition }: Checked, option: string, report: (message: string) => void): void {
  if (!definition) return;
  const sources = definition.sources;
  if (!sources) {
    report(`“${nameOf(node)}” has no branches to choose from.`);
    return;
  }
  const options = sources(node as never);
  if (!options.some((source) => source.option === option)) report(`“${nameOf(node)}” has no branch “${option}”.`);
}

/** Ids by rank. What is on a cycle, or waits for one that is, is left out. */
function sort(checked: readonly Checked[], byId: ReadonlyMap<string, Checked>): string[] {
  const waits = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const { node } of checked) {
    const before = new Set(node.depends.map((dependency) => dependency.node).filter((id) => byId.has(id)));
    waits.set(node.id, before.size);
    for (const id of before) {
      const list = dependents.get(id);
      if (list) list.push(node.id);
      else dependents.set(id, [node.id]);
    }
  }
  const sorted = [...waits].filter(([, count]) => count === 0).map(([id]) => id);
  for (const id of sorted) {
    for (const dependent of dependents.get(id) ?? []) {
      const left = (waits.get(dependent) ?? 0) - 1;
      waits.set(dependent, left);
      if (left === 0) sorted.push(dependent);
    }
  }
  return sorted;
}

/** Names one cycle for every node that is on one. */
function cycleProblems(
  checked: readonly Checked[],
  sorted: ReadonlySet<string>,
  byId: ReadonlyMap<string, Checked>,
): void {
  const done = new Set<string>();
  for (const { node } of checked) {
    if (sorted.has(node.id) || done.has(node.id)) continue;
    // Backwards from a node that never gets its turn there is always another such node, so this ends in a cycle.
    const trail: string[] = [];
    const places = new Map<string, number>();
    let at: FlowNode | undefined = node;
    while (at && !places.has(at.id) && !done.has(at.id)) {
      places.set(at.id, trail.length);
      trail.push(at.id);
      const next: string | undefined = at.depends.find(
        (dependency) => byId.has(dependency.node) && !sorted.has(dependency.node),
      )?.node;
      at = next === undefined ? undefined : byId.get(next)?.node;
    }
    const from = at && places.get(at.id);
    for (const id of trail) done.add(id);
    if (from === undefined) continue;
    const cycle = trail.slice(from).reverse();
    if (cycle.length === 1) continue;
    const names = cycle.map((id) => `“${nameOf(byId.get(id)?.node ?? { id, name: id })}”`);
    const message = `These nodes wait for each other: ${names.join(" → ")} → ${names[0]}. Remove one of the edges.`;
    for (const id of cycle) byId.get(id)?.report("depends", message);
  }
}

/** Warns of nodes that nothing leads to from Input, or that nobody waits for. */
function deadEnds(checked: readonly Checked[], byId: ReadonlyMap<string, Checked>): void {
  const awaited = new Set(checked.flatMap(({ node }) => node.depends.map((dependency) => dependency.node)));
  for (const { node, report } of checked) {
    if (node.type === INPUT_TYPE) continue;
    const isAlone = node.depends.every((dependency) => !byId.has(dependency.node));
    if (node.type === OUTPUT_TYPE) {
      if (!isAlone || checked.length === 1) continue;
      report("depends", "Nothing leads to Output, so it answers before the other nodes have run.", "warning");
    } else if (isAlone && !awaited.has(node.id)) {
      report("", "This node is connected to nothing: it runs at once, and nobody waits for it.", "warning");
    }
  }
}
