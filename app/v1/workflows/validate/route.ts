import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { validateWorkflow } from "@/lib/workflows/service";

export const POST = endpoint(contract.validateWorkflow, (ctx, { body }) => validateWorkflow(ctx, body));
