import "server-only";
import { type Check, expectOk, hostUrl, join, number, text } from "../../check";

/** Asks whether it lives, in the present version's way and then in the one before. */
export const checkChroma: Check = async (fields, { fetch, signal }) => {
  const port = number(fields, "port");
  const base = hostUrl(text(fields, "host"), port, port === 443);
  const present = await fetch(join(base, "api/v2/heartbeat"), { signal });
  if (present.ok) return;
  await expectOk(await fetch(join(base, "api/v1/heartbeat"), { signal }));
};
