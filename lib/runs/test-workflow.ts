import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import { Flow } from "@/lib/engine/flow";
import { refuseFaults } from "@/lib/workflows/check";
import type { TestWorkflow } from "@/lib/workflows/contract";
import { getWorkflow } from "@/lib/workflows/service";
import { frameStream, plainAnswer } from "./answer";
import { inputOf } from "./input";
import { type Listen, type RunPlan, startRun } from "./start";

/**
 * Runs a graph from the editor, saved or not. It is canceled where its caller goes away: nobody else waits for it.
 * @throws AppError `bad_request` naming node, field and fault.
 */
export async function testWorkflow(ctx: Context, test: TestWorkflow, leaving: AbortSignal): Promise<Response> {
  const scope = await authorize(ctx, "workflows:test", test.project_id);
  const workflow = test.workflow_id ? await getWorkflow(ctx, test.workflow_id) : null;
  if (workflow && workflow.project_id !== scope.projectId) throw notFound("Workflow");
  await refuseFaults(scope, test.flow, { lenient: false });
  const flow = Flow.parse(test.flow);
  const plan: RunPlan = {
    flow,
    input: await inputOf(scope, null, test),
    origin: "test",
    name: workflow?.name ?? "Test",
    appId: null,
    workflowId: workflow?.id ?? null,
    workflowVersionId: null,
    deploymentId: null,
    userId: test.user_id ?? null,
    sessionId: test.session_id ?? null,
    isStreaming: test.stream,
    isKept: !test.dry_run,
  };
  const start = (listen?: Listen) => startRun(scope, plan, listen);
  if (test.stream) return frameStream(flow, start, (run) => run.stop("canceled"));
  const run = await start();
  const stop = () => run.stop("canceled");
  leaving.addEventListener("abort", stop, { once: true });
  return plainAnswer(run, { last_node_output: test.last_node_output, error_on_node_failure: false });
}
