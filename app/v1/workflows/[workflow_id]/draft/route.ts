import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { saveDraft } from "@/lib/workflows/service";

export const PUT = endpoint(contract.saveDraft, (ctx, { params, body }) => saveDraft(ctx, params.workflow_id, body));
