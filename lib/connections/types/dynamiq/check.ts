import "server-only";
import { type Check, expectOk, join, text, texts } from "../../check";

/** Lists apps, which both kinds of credential may. */
export const checkDynamiq: Check = async (fields, { fetch, signal }) => {
  const headers = { ...texts(fields, "headers"), authorization: `Bearer ${text(fields, "api_key")}` };
  await expectOk(await fetch(join(text(fields, "url"), "v1/apps?page_size=1"), { headers, signal }));
};
