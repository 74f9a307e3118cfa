import { endpoint } from "@/lib/http/endpoint";
import { leaveOrganization } from "@/lib/members/service";
import * as contract from "@/lib/organizations/contract";

export const POST = endpoint(contract.leaveOrganization, (ctx, { params }) => leaveOrganization(ctx, params.org_id));
