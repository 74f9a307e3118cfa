import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/organizations/contract";
import { createOrganization, listOrganizations } from "@/lib/organizations/service";

export const GET = endpoint(contract.listOrganizations, (ctx, { query }) => listOrganizations(ctx, query));
export const POST = endpoint(contract.createOrganization, (ctx, { body }) => createOrganization(ctx, body));
