import * as contract from "@/lib/connections/contract";
import { listConnectionTypes } from "@/lib/connections/service";
import { endpoint } from "@/lib/http/endpoint";

export const GET = endpoint(contract.listConnectionTypes, listConnectionTypes);
