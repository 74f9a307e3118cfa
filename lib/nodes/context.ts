import "server-only";
import type { z } from "zod";
import type { Json, JsonObject } from "@/lib/core/json";
import type { NodeDetail } from "@/lib/engine/events";
import type { FlowNode, NodeResult } from "@/lib/engine/flow";
import type { NodeDefinition } from "./define";

/** A connection as a running node sees it: every field with its value, secrets too. */
export type OpenConnection = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, Json>>;
};

/** What a running node may reach. The run supplies it, so a node never imports a service or the database. */
export type NodeContext = {
  /** The node as it is stored. */
  readonly node: FlowNode;
  readonly runId: string;
  /** Which attempt of the node this is, from 0. */
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** The one way out: private addresses are refused, bodies and times are bounded. */
  readonly fetch: typeof fetch;
  /**
   * The connection the author picked, opened.
   * @throws AppError "'connection' or 'client' should be specified" where the node has neither; an error
   * that names the environment variable or the field where one is missing.
   */
  readonly connection: () => Promise<OpenConnection>;
  /** A client shared by every node with the same connection, made once and closed when the last is done. */
  readonly client: <T>(
    make: (connection: OpenConnection) => Promise<T> | T,
    close?: (client: T) => unknown,
  ) => Promise<T>;
  /** Whether anybody listens to this node's fragments; a node that streams asks before it does. */
  readonly isStreaming: boolean;
  readonly emitChunk: (data: Json) => void;
  readonly emitDetail: (detail: NodeDetail) => void;
  /** Runs another node as a part of this one (Map does). Its events carry this node's id and `key` in their path. */
  readonly runNode: (node: FlowNode, input: Json, key: string) => Promise<NodeResult>;
};

export type Executor = {
  readonly definition: NodeDefinition;
  readonly execute: (ctx: NodeContext, given: { params: JsonObject; input: Json }) => Promise<Json>;
};

type Given<D extends NodeDefinition> = { params: z.output<D["params"]>; input: z.output<D["input"]> };

/** The running half of a node type. `params` and `input` arrive parsed by the definition. */
export const defineExecutor = <D extends NodeDefinition>(
  definition: D,
  execute: (ctx: NodeContext, given: Given<D>) => Promise<z.input<D["output"]>>,
): Executor => ({ definition, execute: execute as unknown as Executor["execute"] });
