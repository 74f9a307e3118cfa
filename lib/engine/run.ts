import { AppError } from "@/lib/core/errors";
import type { JsonObject } from "@/lib/core/json";
import { Cancellation } from "./cancellation";
import { toNodeError } from "./errors";
import type { RunEvent } from "./events";
import type { Flow, FlowNode, NodeResult } from "./flow";
import { nameOf, refusalOf } from "./gate";
import { type Given, Results } from "./input";
import { canceledResult, NodeRun, type RunPorts, type Step } from "./node-run";

export type RunOptions = {
  /** Aborting it cancels the run: what runs is given up at once, what has not started never does. */
  readonly signal: AbortSignal;
  /** Called with everything that happens, in order. It must not throw. */
  readonly emit: (event: RunEvent) => void;
  /** Nodes that run at the same time; left out, what the flow says, or 8. */
  readonly workers?: number | undefined;
  readonly now?: () => number;
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number;
  /** Calls `work` once after `ms` milliseconds; the result takes that back. */
  readonly after?: (ms: number, work: () => void) => () => void;
};

export type FailedNode = { readonly id: string; readonly name: string; readonly error_message: string };

export type FlowResult = {
  readonly status: "success" | "failure" | "canceled";
  /** How every node ended, by id, in the order in which they did. */
  readonly results: ReadonlyMap<string, NodeResult>;
  readonly error?: { readonly type: string; readonly message: string; readonly failed_nodes: readonly FailedNode[] };
};

const WORKERS = 8;

const afterTimeout = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/**
 * Runs a flow and tells how every node ended.
 *
 * A node starts as soon as all it waits for has settled and a worker is free, and is skipped where one of
 * those did not let it through; the rest of the flow goes on. Pure but for `step` and the clock: it knows no
 * database, no HTTP and no node type. Rejects only where the flow is no graph that can run.
 */
export async function runFlow(flow: Flow, input: JsonObject, step: Step, options: RunOptions): Promise<FlowResult> {
  const graph = graphOf(flow);
  return new Promise((resolve) => new FlowRun(flow, graph, input, step, options, resolve).start());
}

/** A node, how many of those it waits for have not settled, and who waits for it. */
type Vertex = { readonly node: FlowNode; readonly index: number; waits: number; readonly dependents: Vertex[] };

class FlowRun {
  private readonly results: Results;
  private readonly cancellation: Cancellation;
  private readonly ports: RunPorts;
  private readonly workers: number;
  private readonly ready: Vertex[] = [];
  private nextReady = 0;
  private running = 0;
  private isDraining = false;

  constructor(
    private readonly flow: Flow,
    private readonly graph: ReadonlyMap<string, Vertex>,
    input: JsonObject,
    step: Step,
    { signal, emit, workers, now = Date.now, random = Math.random, after = afterTimeout }: RunOptions,
    private readonly finish: (result: FlowResult) => void,
  ) {
    this.results = new Results(input);
    this.cancellation = new Cancellation(signal);
    this.ports = { step, emit, now, random, after };
    this.workers = workers ?? flow.max_node_workers ?? WORKERS;
  }

  start(): void {
    // Added before any node's, so it runs after them and finds only those that never started.
    this.cancellation.add(() => this.cancel());
    for (const vertex of this.graph.values()) if (vertex.waits === 0) this.ready.push(vertex);
    if (this.cancellation.signal.aborted && this.graph.size > 0) this.cancel();
    else this.drain();
  }

  /** Starts what is ready. A loop, so a long chain of skipped nodes does not deepen the stack. */
  private drain(): void {
    if (this.isDraining) return;
    this.isDraining = true;
    while (this.nextReady < this.ready.length && this.running < this.workers && !this.isCanceled()) {
      this.begin(this.ready[this.nextReady++] as Vertex);
    }
    this.isDraining = false;
    if (this.results.byId.size === this.graph.size) this.end();
  }

  private begin(vertex: Vertex): void {
    const { node } = vertex;
    const refusal = refusalOf(node, this.graph, this.results.byId);
    if (refusal) {
      this.settleUnstarted(vertex, { ...refusal, input: null, output: null });
      return;
    }
    let given: Given;
    try {
      given = this.results.inputOf(node);
    } catch (thrown) {
      this.settleUnstarted(vertex, { status: "failure", input: null, output: null, error: toNodeError(thrown) });
      return;
    }
    this.running += 1;
    new NodeRun(this.ports, node, given, [], this.cancellation, (result) => {
      this.running -= 1;
      this.settled(vertex, result);
    }).start();
  }

  private settleUnstarted(vertex: Vertex, result: NodeResult): void {
    const nodeId = vertex.node.id;
    this.ports.emit({ kind: "node.settled", nodeId, path: [], at: this.ports.now(), result, attempts: [] });
    this.settled(vertex, result);
  }

  private settled({ node, dependents }: Vertex, result: NodeResult): void {
    this.results.add(node.id, result);
    for (const dependent of dependents) {
      dependent.waits -= 1;
      if (dependent.waits === 0) this.ready.push(dependent);
    }
    this.drain();
  }

  private isCanceled(): boolean {
    return this.cancellation.signal.aborted;
  }

  /** Everything that has not started ends here. */
  private cancel(): void {
    for (const vertex of this.graph.values()) {
      if (this.results.byId.has(vertex.node.id)) continue;
      this.settleUnstarted(vertex, canceledResult(null));
    }
  }

  private end(): void {
    this.cancellation.close();
    const results = this.results.byId;
    if (this.isCanceled() && [...results.values()].some(({ status }) => status === "canceled")) {
      this.finish({ status: "canceled", results });
      return;
    }
    const failed = this.flow.nodes.flatMap((node): FailedNode[] => {
      const result = results.get(node.id);
      if (result?.status !== "failure" || node.error_handling.behavior === "return") return [];
      return [{ id: node.id, name: nameOf(node), error_message: result.error?.message ?? "" }];
    });
    if (failed.length === 0) {
      this.finish({ status: "success", results });
      return;
    }
    const message = `Flow execution failed due to node failures: ${failed.map(({ name }) => name).join(", ")}`;
    this.finish({
      status: "failure",
      results,
      error: { type: "FlowNodeFailureException", message, failed_nodes: failed },
    });
  }
}

/** @throws AppError `bad_request` where ids repeat, a dependency is not there, or nodes wait for each other. */
function graphOf(flow: Flow): ReadonlyMap<string, Vertex> {
  const graph = new Map<string, Vertex>();
  for (const node of flow.nodes) {
    if (graph.has(node.id)) throw cannotRun(`two nodes have the id “${node.id}”`);
    graph.set(node.id, { node, index: graph.size, waits: 0, dependents: [] });
  }
  for (const vertex of graph.values()) {
    const { depends } = vertex.node;
    for (const id of depends.length < 2 ? depends.map(({ node }) => node) : new Set(depends.map(({ node }) => node))) {
      const before = graph.get(id);
      if (!before) throw cannotRun(`“${nameOf(vertex.node)}” waits for “${id}”, which is not there`);
      before.dependents.push(vertex);
      vertex.waits += 1;
    }
  }
  refuseCycle([...graph.values()]);
  return graph;
}

/** Counts down as a run would: what never comes to its turn waits for itself. */
function refuseCycle(vertices: readonly Vertex[]): void {
  const waits = Int32Array.from(vertices, (vertex) => vertex.waits);
  const open = vertices.filter((vertex) => vertex.waits === 0);
  for (const vertex of open) {
    for (const dependent of vertex.dependents) {
      const left = (waits[dependent.index] ?? 0) - 1;
      waits[dependent.index] = left;
      if (left === 0) open.push(dependent);
    }
  }
  if (open.length < vertices.length) throw cannotRun("some of its nodes wait for each other");
}

const cannotRun = (why: string): AppError => new AppError("bad_request", `The flow cannot run: ${why}.`);
