import "server-only";
import { findAccessKey } from "@/lib/access-keys/lookup";
import type { Contract, CredentialKind } from "@/lib/core/contract";
import { AppError } from "@/lib/core/errors";
import { tokenKindOf } from "@/lib/core/tokens";
import { findPersonalAccessToken } from "@/lib/tokens/lookup";
import type { Actor } from "./context";
import { sessionPerson } from "./session";

/** Each kind by name, and where a person finds theirs. */
const NAMES: Record<CredentialKind, { readonly one: string; readonly where: string }> = {
  session: { one: "A signed-in browser", where: "the browser you are signed in with" },
  pat: {
    one: "A Personal Access Token",
    where: "a Personal Access Token (dyn_pat_…, from Profile → Personal access tokens)",
  },
  access_key: { one: "An Access Key", where: "an Access Key (dynamiq_acc_…, from Settings → Access Keys)" },
};

/**
 * Who is asking.
 *
 * @throws AppError `unauthorized` where the credential is missing, unknown, expired or revoked;
 * `forbidden`, naming the right kind, where it is good but of a kind the operation does not take.
 */
export async function authenticate(request: Request, { accepts }: Pick<Contract, "accepts">): Promise<Actor> {
  if (accepts.length === 0) return { kind: "anonymous" };
  const header = request.headers.get("authorization");
  if (header !== null) return bearer(header, accepts);
  if (accepts.includes("session")) {
    const userId = await sessionPerson(request);
    if (userId) return { kind: "person", userId, via: "session" };
  }
  const signIn = accepts.includes("session") ? "Sign in" : "";
  const send = tokens(accepts) && `send ${tokens(accepts)} as “Authorization: Bearer …”`;
  const [first = "", ...others] = [signIn, send].filter((way) => way !== "");
  throw new AppError("unauthorized", `${[capitalized(first), ...others].join(", or ")}.`);
}

async function bearer(header: string, accepts: readonly CredentialKind[]): Promise<Actor> {
  const credential = /^Bearer +(\S+)$/i.exec(header.trim())?.[1];
  if (!credential) throw new AppError("unauthorized", "Send the credential as “Authorization: Bearer …”.");
  const kind = tokenKindOf(credential);
  const actor =
    kind === "pat"
      ? await findPersonalAccessToken(credential)
      : kind === "access_key"
        ? await findAccessKey(credential)
        : null;
  if (!actor || !kind) throw new AppError("unauthorized", "The credential is unknown, expired or revoked.");
  if (accepts.includes(kind)) return actor;
  const right = tokens(accepts) || NAMES.session.where;
  throw new AppError("forbidden", `${NAMES[kind].one} does not work here. Use ${right} instead.`);
}

/** The kinds that are sent as a bearer, in words; empty where there are none. */
const tokens = (accepts: readonly CredentialKind[]): string =>
  accepts
    .filter((kind) => kind !== "session")
    .map((kind) => NAMES[kind].where)
    .join(" or ");

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
