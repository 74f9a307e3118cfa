import { clientAddress } from "@/lib/http/client-address";
import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/people/contract";
import { registerPerson } from "@/lib/people/registration";

export const POST = endpoint(contract.register, (_ctx, { body }, request) =>
  registerPerson(body, clientAddress(request.headers)),
);
