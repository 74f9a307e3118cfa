import type { Json, JsonObject } from "@/lib/core/json";
import type { NodeError, NodeResult } from "./flow";

/** Tokens of a model call; costs in US dollars, null where the price is not known. */
export type Usage = {
  readonly model: string;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly cached_tokens?: number;
  readonly reasoning_tokens?: number;
  readonly prompt_cost: number | null;
  readonly completion_cost: number | null;
};

/** One try of a node: a node that is retried has several. Times in epoch milliseconds. */
export type Attempt = {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: "success" | "failure" | "canceled";
  readonly error?: NodeError;
};

/**
 * What happens in a run, in the order in which it happens. The trace, the live canvas, the streams and
 * the tests are all folds over these. `at` is epoch milliseconds.
 *
 * `path` says where a node that runs inside another is: `["map-1", "0"]` for the first item of a Map;
 * empty for the flow's own nodes.
 */
export type RunEvent =
  | {
      readonly kind: "node.started";
      readonly nodeId: string;
      readonly path: readonly string[];
      readonly at: number;
      readonly input: Json;
    }
  /** A fragment of an answer, from a node that streams. `data` is a chunk in OpenAI's format. */
  | {
      readonly kind: "node.chunk";
      readonly nodeId: string;
      readonly path: readonly string[];
      readonly at: number;
      readonly data: Json;
    }
  /** What a node tells of its work beside its output: rendered prompt, usage, request. Later keys win. */
  | {
      readonly kind: "node.detail";
      readonly nodeId: string;
      readonly path: readonly string[];
      readonly at: number;
      readonly detail: NodeDetail;
    }
  | {
      readonly kind: "node.settled";
      readonly nodeId: string;
      readonly path: readonly string[];
      readonly at: number;
      readonly result: NodeResult;
      readonly attempts: readonly Attempt[];
    };

export type NodeDetail = {
  readonly prompt?: Json;
  readonly usage?: Usage;
  /** Anything else worth showing, for instance a request's method and URL. */
  readonly info?: JsonObject;
};
