import "server-only";
import { type Check, expectOk, join, text } from "../../check";

/** Lists the models. A service without that list still shows that it is there and takes the key. */
export const checkHttpApiKey: Check = async (fields, { fetch, signal }) => {
  const headers = { authorization: `Bearer ${text(fields, "api_key")}` };
  await expectOk(await fetch(join(text(fields, "url"), "models"), { headers, signal }), [404, 405]);
};
