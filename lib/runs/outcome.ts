import { ERROR_STATUS, type ErrorCode } from "@/lib/core/errors";
import { isObject, type Json } from "@/lib/core/json";
import { OUTPUT_TYPE } from "@/lib/engine/checked";
import type { Flow, NodeResult } from "@/lib/engine/flow";
import type { FlowResult } from "@/lib/engine/run";
import type { RunError } from "./contract";
import type { RunOutcome } from "./running";

/** How a run ended whose flow ended so. */
export function outcomeOf(flow: Flow, { status, results }: FlowResult): RunOutcome {
  if (status === "canceled") return CANCELED;
  if (status === "failure") return { status: "failed", output: null, lastOutput: null, error: errorOf(flow, results) };
  const last = [...results.values()].findLast((result) => result.status === "success");
  return { status: "completed", output: answerOf(flow, results), lastOutput: last?.output ?? null, error: null };
}

export const CANCELED: RunOutcome = {
  status: "canceled",
  output: null,
  lastOutput: null,
  error: { code: "canceled", message: "The run was canceled." },
};

/** What a flow answers with: its Output nodes' fields, and where that is the field `output` alone, its value. */
function answerOf(flow: Flow, results: ReadonlyMap<string, NodeResult>): Json {
  const outputs = flow.nodes.filter(({ type }) => type === OUTPUT_TYPE);
  if (outputs.length === 0) return leavesOf(flow, results);
  const given = outputs.flatMap(({ id }) => outputIn(results, id));
  const answer = given.length > 1 && given.every(isObject) ? Object.assign({}, ...given) : (given.at(-1) ?? null);
  const fields = isObject(answer) ? Object.keys(answer) : [];
  return fields.length === 1 && fields[0] === "output" ? (answer as { output: Json }).output : (answer as Json);
}

/** Without an Output node: what nodes gave that no other waits for, by their id; of one alone, what it gave. */
function leavesOf(flow: Flow, results: ReadonlyMap<string, NodeResult>): Json {
  const awaited = new Set(flow.nodes.flatMap(({ depends }) => depends.map(({ node }) => node)));
  const leaves = flow.nodes
    .filter(({ id }) => !awaited.has(id))
    .flatMap(({ id }) => outputIn(results, id).map((output) => [id, output] as const));
  const [only] = leaves;
  return leaves.length === 1 && only ? only[1] : Object.fromEntries(leaves);
}

function outputIn(results: ReadonlyMap<string, NodeResult>, id: string): Json[] {
  const result = results.get(id);
  return result?.status === "success" ? [result.output] : [];
}

/** The failures that made the run fail: those of nodes that do not return theirs. */
function errorOf(flow: Flow, results: ReadonlyMap<string, NodeResult>): RunError {
  const failed = flow.nodes.flatMap((node) => {
    const result = results.get(node.id);
    return result?.status === "failure" && node.error_handling.behavior === "raise"
      ? [{ node, error: result.error ?? { type: "internal", message: "It failed without saying why." } }]
      : [];
  });
  const messages = failed.map(({ node, error }) => `${node.name || node.id}: ${error.message}`);
  return {
    code: codeOf(failed[0]?.error.type ?? "internal"),
    message: messages.length === 1 ? (messages[0] ?? "") : `${messages.length} nodes failed. ${messages.join(" ")}`,
    details: Object.fromEntries(failed.map(({ node, error }) => [`nodes.${node.id}`, error.message])),
  };
}

/**
 * A failure of ours keeps its code (the engine says `UpstreamFailedError` for `upstream_failed`); whatever else went
 * wrong inside a node could not be done as it was asked.
 */
function codeOf(type: string): ErrorCode {
  const code = type
    .replace(/Error$/, "")
    .replace(/(?!^)([A-Z])/g, "_$1")
    .toLowerCase();
  return Object.hasOwn(ERROR_STATUS, code) ? (code as ErrorCode) : "unprocessable";
}
