import "server-only";
import { findAccessKey } from "@/lib/access-keys/lookup";
import type { Contract, CredentialKind } from "@/lib/core/contract";
import { AppError } from "@/lib/core/errors";
import { tokenKindOf } from "@/lib/core/tokens";
import { findPersonalAccessToken } from "@/lib/tokens/lookup";
import type { Actor } from "./context";
import { sessionPerson } from "./session";

const NAMES: Record<CredentialKind, string> = {
  session: "a signed-in browser",
  pat: "a Personal Access Token (dyn_pat_…, Profile → Personal access tokens)",
  access_key: "an Access Key (dynamiq_acc_…, Settings → Access Keys)",
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
  throw new AppError("unauthorized", `Sign in, or send ${wanted(accepts)} as “Authorization: Bearer …”.`);
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
  if (!accepts.includes(kind)) {
    throw new AppError("forbidden", `This is not ${NAMES[kind]}'s place: send ${wanted(accepts)}.`);
  }
  return actor;
}

const wanted = (accepts: readonly CredentialKind[]): string =>
  accepts
    .filter((kind) => kind !== "session")
    .map((kind) => NAMES[kind])
    .join(" or ");
