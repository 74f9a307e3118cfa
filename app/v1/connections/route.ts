import * as contract from "@/lib/connections/contract";
import { createConnection, listConnections } from "@/lib/connections/service";
import { endpoint } from "@/lib/http/endpoint";

export const GET = endpoint(contract.listConnections, (ctx, { query }) => listConnections(ctx, query));
export const POST = endpoint(contract.createConnection, (ctx, { body }) => createConnection(ctx, body));
