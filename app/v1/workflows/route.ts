import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { createWorkflow, listWorkflows } from "@/lib/workflows/service";

export const GET = endpoint(contract.listWorkflows, (ctx, { query }) => listWorkflows(ctx, query));
export const POST = endpoint(contract.createWorkflow, (ctx, { body, query }) => createWorkflow(ctx, body, query));
