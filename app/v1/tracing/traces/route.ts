import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/traces/contract";
import { listTraces } from "@/lib/traces/service";

export const GET = endpoint(contract.listTraces, (ctx, { query }) => listTraces(ctx, query));
