import type { Json, JsonObject } from "@/lib/core/json";
import { db } from "@/lib/db/client";
import { asJson } from "@/lib/db/json";
import type { Tenant } from "./tenant";

const LLM_TYPE = "dynamiq.nodes.llms.OpenAI";
export const API_KEY = "sk-canary-0123456789abcdef";

export const input = { id: "start", name: "start", type: "dynamiq.nodes.utils.Input" };

/** Answers with a field `output`. */
export const output = (from: string, path = `$.${from}.output.content`) => ({
  id: "output",
  name: "output",
  type: "dynamiq.nodes.utils.Output",
  depends: [{ node: from }],
  input_transformer: { selector: { output: path } },
});

/** Asks the model at `origin`, with the canary as its key. */
export const llm = (origin: string, settings: JsonObject = {}) => ({
  id: "llm",
  name: "answerer",
  type: LLM_TYPE,
  model: "gpt-4o-mini",
  connection: { type: "dynamiq.connections.OpenAI", api_key: API_KEY, url: `${origin}/v1` },
  prompt: { messages: [{ role: "user", content: "Answer: {{input}}" }] },
  input_transformer: { selector: { input: "$.input" } },
  depends: [{ node: "start" }],
  ...settings,
});

export const chain = (origin: string, settings: JsonObject = {}) => [input, llm(origin, settings), output("llm")];

export type DeployedTestApp = {
  readonly id: string;
  readonly workflowId: string;
  readonly versionId: string;
  readonly deploymentId: string;
};

/** An app that serves a flow of these nodes. */
export async function aDeployedApp(
  { projectId }: Pick<Tenant, "projectId">,
  nodes: readonly JsonObject[],
  { accessType = "private" }: { accessType?: "private" | "public" } = {},
): Promise<DeployedTestApp> {
  const name = `app-${crypto.randomUUID().slice(0, 8)}`;
  const flow = asJson(aFlowOf(nodes));
  const flowUi = { nodes: [], edges: [], custom_node_data: {} };
  const workflow = await db().workflow.create({
    data: {
      projectId,
      name,
      status: "released",
      flow,
      flowUi,
      latestVersion: 1,
      versions: { create: { version: 1, flow, flowUi } },
    },
    include: { versions: true },
  });
  const versionId = workflow.versions[0]?.id ?? "";
  const app = await db().app.create({
    data: {
      projectId,
      name,
      workflowId: workflow.id,
      accessType,
      deploymentConfig: { deployment_type: "serverless" },
      deployments: { create: { workflowVersionId: versionId } },
    },
    include: { deployments: true },
  });
  const deploymentId = app.deployments[0]?.id ?? "";
  await db().app.update({ where: { id: app.id }, data: { latestDeploymentId: deploymentId } });
  return { id: app.id, workflowId: workflow.id, versionId, deploymentId };
}

export const aFlowOf = (nodes: readonly JsonObject[]) => ({ id: "flow", nodes });

/** What OpenAI answers in one piece. */
export const completion = (content: string, usage: JsonObject = { prompt_tokens: 7, completion_tokens: 5 }) => ({
  body: [
    JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion",
      model: "gpt-4o-mini",
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage,
    }),
  ],
});

const chunk = (delta: JsonObject, finish: Json = null) =>
  `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", model: "gpt-4o-mini", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

/** What OpenAI streams. */
export const streamed = (...texts: readonly string[]) => ({
  type: "text/event-stream",
  body: [
    ...texts.map((content) => chunk({ content })),
    chunk({}, "stop"),
    `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", model: "gpt-4o-mini", choices: [], usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 } })}\n\n`,
    "data: [DONE]\n\n",
  ],
});
