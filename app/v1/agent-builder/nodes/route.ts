import { endpoint } from "@/lib/http/endpoint";
import { listNodeTypes } from "@/lib/nodes/catalogue";
import * as contract from "@/lib/workflows/contract";

export const GET = endpoint(contract.listNodeTypes, async (_ctx, { query }) => listNodeTypes(query.group));
