import { isObject } from "@/lib/core/json";
import { type Checked, INPUT_TYPE, OUTPUT_TYPE } from "./checked";
import type { FlowNode } from "./flow";
import { faultIn, readPath } from "./jsonpath";
import type { Order } from "./problems-graph";

/** Fields of a node's result, by which a path to one is told from a path into the workflow's input. */
const RESULT_FIELDS: ReadonlySet<string> = new Set(["output", "status", "error", "input"]);

/** Reports paths that cannot be read, or that look at nodes that are not there or may not have run yet. */
export function selectorProblems(checked: readonly Checked[], { sorted, byId }: Order): void {
  const fields = inputFields(checked);
  const before = new Ancestors(sorted, byId);
  for (const one of checked) {
    const { node, report } = one;
    const { input_transformer, output_transformer } = node;
    if (output_transformer?.path != null)
      pathProblem(output_transformer.path, (text) => report("output_transformer.path", text));
    for (const [key, text] of Object.entries(output_transformer?.selector ?? {})) {
      illegalProblem(text, (message) => report(`output_transformer.selector.${key}`, message));
    }
    if (input_transformer?.path != null) {
      pathProblem(input_transformer.path, (text) => report("input_transformer.path", text));
      if (!readsWhole(input_transformer.path)) continue;
    }
    for (const [key, text] of Object.entries(input_transformer?.selector ?? {})) {
      const at = `input_transformer.selector.${key}`;
      illegalProblem(text, (message) => report(at, message));
      targetProblem(text, node, { byId, before, fields, report: (message, severity) => report(at, message, severity) });
    }
    if (node.type === OUTPUT_TYPE) unmappedProblems(one);
  }
}

const readsWhole = (path: string): boolean => path.trim() === "$";

function pathProblem(text: string, report: (message: string) => void): void {
  const reading = readPath(text);
  if (reading.kind !== "path") report(faultIn(text, reading));
}

function illegalProblem(text: string, report: (message: string) => void): void {
  const reading = readPath(text);
  if (reading.kind === "illegal") report(faultIn(text, reading));
  else if (reading.kind === "text" && text.startsWith("$")) {
    report(`“${text}” is no path, so it is passed on as text. Put names that are not plain words in $['…'].`);
  }
}

type Looking = {
  readonly byId: ReadonlyMap<string, Checked>;
  readonly before: Ancestors;
  readonly fields: ReadonlySet<string>;
  readonly report: (message: string, severity: "error" | "warning") => void;
};

/** A path that starts with `$.<name>.output` and the like means a node's result, if no input field is called so. */
function targetProblem(text: string, node: FlowNode, { byId, before, fields, report }: Looking): void {
  if (!text.startsWith("$")) return;
  const reading = readPath(text);
  const keys = reading.kind === "path" ? reading.path.keys : null;
  const [name, field] = keys ?? [];
  if (name === undefined) return;
  if (!byId.has(name)) {
    if (fields.has(name) || field === undefined || !RESULT_FIELDS.has(field)) return;
    report(`There is no node “${name}” in the workflow. Choose another value.`, "error");
  } else if (name === node.id) {
    report("A node cannot look at its own result.", "error");
  } else if (fields.has(name) && (field === undefined || !RESULT_FIELDS.has(field))) {
    report(
      `“$.${name}” is the result of the node “${name}”, which hides the workflow's field of that name. Write $.${name}.output.${name}.`,
      "warning",
    );
  } else if (!before.has(node.id, name)) {
    report(`“${name}” does not come before this node, so it may not have run yet. Connect them.`, "warning");
  }
}

/** What is mapped is all that an Output returns. */
function unmappedProblems({ node, report }: Checked): void {
  const schema = isObject(node.schema) ? node.schema : {};
  const properties = isObject(schema.properties) ? schema.properties : {};
  const { input_transformer, input_mapping } = node;
  if (input_transformer?.path != null) return;
  const mapped = new Set([...Object.keys(input_transformer?.selector ?? {}), ...Object.keys(input_mapping ?? {})]);
  for (const [key, field] of Object.entries(properties)) {
    if (mapped.has(key) || !isObject(field) || field.required !== true) continue;
    report(
      `input_transformer.selector.${key}`,
      `“${key}” is not mapped: an unmapped Output field returns nothing.`,
      "warning",
    );
  }
}

function inputFields(checked: readonly Checked[]): ReadonlySet<string> {
  const schema = checked.find(({ node }) => node.type === INPUT_TYPE)?.node.schema;
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  return new Set(Object.keys(properties));
}

/** What comes before a node, found when it is first asked for and kept: most flows ask for few. */
class Ancestors {
  private readonly kept = new Map<string, ReadonlySet<string>>();
  private readonly sorted: ReadonlySet<string>;

  constructor(
    sorted: readonly string[],
    private readonly byId: ReadonlyMap<string, Checked>,
  ) {
    this.sorted = new Set(sorted);
  }

  /** Whether `other` comes before `id`. Of nodes on a cycle nothing is said. */
  has(id: string, other: string): boolean {
    if (!this.sorted.has(id)) return true;
    if (this.byId.get(id)?.node.depends.some(({ node }) => node === other)) return true;
    return this.of(id).has(other);
  }

  private of(id: string): ReadonlySet<string> {
    const kept = this.kept.get(id);
    if (kept) return kept;
    const found = new Set<string>();
    const waiting = [id];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const { node } of this.byId.get(at)?.node.depends ?? []) {
        if (found.has(node)) continue;
        found.add(node);
        waiting.push(node);
      }
    }
    this.kept.set(id, found);
    return found;
  }
}
