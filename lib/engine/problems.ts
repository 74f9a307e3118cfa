import type { Flow, Problem } from "./flow";

/** What checking needs to know of a node type; lib/nodes/define.ts says more. */
export type ProblemOptions = { readonly lenient?: boolean };

export function problemsOf(_flow: Flow, _lookup: (type: string) => unknown, _options: ProblemOptions = {}): Problem[] {
  return [];
}
