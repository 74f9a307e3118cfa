import { parseDocument, stringify, type Tags } from "yaml";
import { badRequest } from "@/lib/core/errors";
import { isObject, UNSAFE_KEYS } from "@/lib/core/json";
import { FlowDocument } from "../contract";
import type { NamedConnection, WorkflowFile } from "./file";
import { interpolate, protectInterpolation } from "./interpolation";

/**
 * Workflows in the YAML that the Dynamiq SDK loads: `connections`, `nodes`, `flows` and `workflows`,
 * each a map by id.
 *
 * Source: Dynamiq SDK 0.61, workflow YAML
 */

/** PyYAML's scalars; dates, binary and sets are left as text, as the SDK's loader does. */
const LEFT_AS_TEXT = /timestamp|binary|omap|pairs|set/;

/** How PyYAML reads and writes. */
const DIALECT = {
  version: "1.1",
  merge: true,
  customTags: (tags: Tags) => tags.filter((tag) => typeof tag === "string" || !LEFT_AS_TEXT.test(tag.tag)),
} as const;

/** Aliases expand to copies; more than this many is an attack and not a workflow. */
const ALIASES_MAX = 1000;

export function toYaml({ name, flow, connections }: WorkflowFile): string {
  const { nodes, id, ...flowFields } = flow;
  const file = {
    connections: Object.fromEntries(connections.map((one) => [one.id, { type: one.type, ...one.fields }])),
    nodes: Object.fromEntries(nodes.map(({ id, ...node }) => [id, node])),
    flows: { [id]: { ...(name !== null && { name }), ...flowFields, nodes: nodes.map((node) => node.id) } },
    workflows: { [name ?? "workflow"]: { flow: id } },
  };
  return stringify(protectInterpolation(file), { ...DIALECT, aliasDuplicateObjects: false, lineWidth: 0 });
}

/**
 * Reads a workflow YAML without running anything: references inside the document are resolved, those to
 * the environment are not, and nothing is fetched.
 *
 * @throws AppError `bad_request` where it is no YAML, or its references lead nowhere.
 */
export function fromYaml(text: string): WorkflowFile {
  const file = interpolate(readYaml(text));
  if (!isObject(file))
    throw badRequest("The file holds no workflow: `nodes` and `flows` are missing.", { content: "is not a workflow" });
  const nodes = mapAt(file, "nodes");
  const flows = mapAt(file, "flows");
  const [workflowId, workflow] = onlyWorkflow(mapAt(file, "workflows"));
  const flowId = workflow === null ? onlyKey(flows) : String(workflow.flow ?? "");
  const flow = flows[flowId];
  if (!isObject(flow))
    throw badRequest(`The flow “${flowId}” is not in the file.`, { content: "names a flow that is missing" });
  const ids = Array.isArray(flow.nodes) ? flow.nodes.map(String) : [];
  const { nodes: _, name, ...flowFields } = flow;
  return {
    name: typeof name === "string" && name !== "" ? name : workflowId,
    description: "",
    flow: FlowDocument.parse({
      ...flowFields,
      id: flowId,
      nodes: ids.map((id) => nodeOf(nodes, id, mapAt(file, "prompts"))),
    }),
    flow_ui: null,
    connections: Object.entries(mapAt(file, "connections")).map(([id, fields]) => connectionOf(id, fields)),
  };
}

function readYaml(text: string): unknown {
  const document = parseDocument(text, { ...DIALECT, uniqueKeys: true, prettyErrors: true });
  const [fault] = document.errors;
  if (fault && /call stack/i.test(fault.message))
    throw badRequest("The file is nested too deep.", { content: "is nested too deep" });
  if (fault) throw badRequest(`The file is not YAML: ${fault.message.split("\n")[0]}`, { content: "is not YAML" });
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch (cause) {
    throw badRequest("The file's aliases expand to too much.", {
      content: cause instanceof Error ? cause.message : "cannot be read",
    });
  }
  if (holdsItself(value))
    throw badRequest("An alias in the file stands inside what it names.", { content: "is endless" });
  return value;
}

/** Whether a value is reached again from within itself. What is merely there several times is looked into once. */
function holdsItself(value: unknown, around = new Set<unknown>(), done = new Set<unknown>()): boolean {
  if (typeof value !== "object" || value === null || done.has(value)) return false;
  if (around.has(value)) return true;
  around.add(value);
  const isEndless = Object.values(value).some((part) => holdsItself(part, around, done));
  around.delete(value);
  done.add(value);
  return isEndless;
}

/** A node by its id; a prompt named by its id is written into the node that uses it. */
function nodeOf(nodes: Record<string, unknown>, id: string, prompts: Record<string, unknown>): unknown {
  const node = nodes[id];
  if (!isObject(node))
    throw badRequest(`The node “${id}” of the flow is not in the file.`, {
      content: `names the node ${id}, which is missing`,
    });
  const prompt =
    typeof node.prompt === "string" && isObject(prompts[node.prompt]) ? { prompt: prompts[node.prompt] } : {};
  return { ...node, ...prompt, id, name: node.name ?? id };
}

function connectionOf(id: string, value: unknown): NamedConnection {
  const { type, name, ...fields } = isObject(value) ? value : {};
  return { id, name: typeof name === "string" ? name : id, type: typeof type === "string" ? type : "", fields };
}

function onlyWorkflow(workflows: Record<string, unknown>): [string | null, Record<string, unknown> | null] {
  const [first, second] = Object.entries(workflows);
  if (second) {
    const names = Object.keys(workflows).join(", ");
    throw badRequest(`The file holds several workflows (${names}). Keep one of them in it.`, {
      content: "holds several workflows",
    });
  }
  return first && isObject(first[1]) ? [first[0], first[1]] : [null, null];
}

function onlyKey(map: Record<string, unknown>): string {
  const [first, second] = Object.keys(map);
  if (first !== undefined && second === undefined) return first;
  throw badRequest("The file names no workflow, and not exactly one flow.", { content: "names no workflow" });
}

function mapAt(file: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = Object.hasOwn(file, key) ? file[key] : undefined;
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([name]) => !UNSAFE_KEYS.has(name)));
}
