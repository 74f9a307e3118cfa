import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { importWorkflow } from "@/lib/workflows/service";

export const POST = endpoint(contract.importWorkflow, (ctx, { body }) => importWorkflow(ctx, body));
