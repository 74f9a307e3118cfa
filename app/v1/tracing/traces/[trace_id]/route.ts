import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/traces/contract";
import { getTrace } from "@/lib/traces/service";

export const GET = endpoint(contract.getTrace, (ctx, { params }) => getTrace(ctx, params.trace_id));
