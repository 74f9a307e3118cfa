import * as contract from "@/lib/connections/contract";
import { testConnection } from "@/lib/connections/test-connection";
import { endpoint } from "@/lib/http/endpoint";

export const POST = endpoint(contract.testConnection, (ctx, { params }) => testConnection(ctx, params.connection_id));
