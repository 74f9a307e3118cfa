import { endpoint } from "@/lib/http/endpoint";
import { testWorkflow } from "@/lib/runs/test-workflow";
import * as contract from "@/lib/workflows/contract";

export const POST = endpoint(contract.testWorkflow, (ctx, { body }, request) =>
  testWorkflow(ctx, body, request.signal),
);
