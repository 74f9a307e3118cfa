import "server-only";
import { type Check, expectOk, text } from "../../check";

/** Lists the indexes. */
export const checkPinecone: Check = async (fields, { fetch, signal }) => {
  const headers = { "api-key": text(fields, "api_key"), "x-pinecone-api-version": "2025-04" };
  await expectOk(await fetch("https://api.pinecone.io/indexes", { headers, signal }));
};
