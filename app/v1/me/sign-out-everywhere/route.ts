import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/people/contract";
import { signOutEverywhere } from "@/lib/people/service";

export const POST = endpoint(contract.signOutEverywhere, (ctx) => signOutEverywhere(ctx));
