import "server-only";
import { type Check, expectOk, join, text } from "../../check";

/** Reads the account. */
export const checkScaleSerp: Check = async (fields, { fetch, signal }) => {
  const url = new URL(join(text(fields, "url"), "account"));
  url.searchParams.set("api_key", text(fields, "api_key"));
  await expectOk(await fetch(url, { signal }));
};
