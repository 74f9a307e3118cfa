import * as contract from "@/lib/connections/contract";
import { createSampleConnection } from "@/lib/connections/sample";
import { endpoint } from "@/lib/http/endpoint";

export const POST = endpoint(contract.createSampleConnection, (ctx, { body }) =>
  createSampleConnection(ctx, body.project_id),
);
