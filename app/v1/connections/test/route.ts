import * as contract from "@/lib/connections/contract";
import { testNewConnection } from "@/lib/connections/test-connection";
import { endpoint } from "@/lib/http/endpoint";

export const POST = endpoint(contract.testNewConnection, (ctx, { body }) => testNewConnection(ctx, body));
