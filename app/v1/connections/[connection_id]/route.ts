import * as contract from "@/lib/connections/contract";
import { deleteConnection, getConnection, updateConnection } from "@/lib/connections/service";
import { endpoint } from "@/lib/http/endpoint";

export const GET = endpoint(contract.getConnection, (ctx, { params }) => getConnection(ctx, params.connection_id));
export const PUT = endpoint(contract.updateConnection, (ctx, { params, body }) =>
  updateConnection(ctx, params.connection_id, body),
);
export const DELETE = endpoint(contract.deleteConnection, (ctx, { params }) =>
  deleteConnection(ctx, params.connection_id),
);
