import "server-only";
import { env } from "@/lib/config/env";
import { forbidden } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { acceptByLink, findByLink } from "@/lib/invitations/link";
import { countAttempt } from "./attempts";
import type { Person, Register } from "./contract";
import { hashPassword } from "./password";
import * as people from "./repository";

/** Who may create an account: `first` while there is none, then whoever is `invited`, or anyone (`open`). */
export type RegistrationMode = "first" | "invited" | "open";

const REGISTRATIONS_MAX = 20;

export async function registrationMode(): Promise<RegistrationMode> {
  if (!(await people.isAnyone(db()))) return "first";
  return env().DYNAMIQ_OPEN_REGISTRATION ? "open" : "invited";
}

/**
 * Creates an account, and joins the organization whose invitation link is given with it.
 *
 * Of several first registrations at once exactly one wins; the others need an invitation. `address` is where the
 * request came from: each may register a few times only, whatever comes of it.
 *
 * @throws AppError `forbidden` without an invitation where one is needed, or with one to somebody else;
 * `conflict` where the address has an account; `rate_limited`.
 */
export async function registerPerson(input: Register, address: string): Promise<Person> {
  await countAttempt([{ subject: `register from ${address}`, failuresMax: REGISTRATIONS_MAX }]);
  const { email, invitation } = input;
  // Asked here and again below: what will be refused should not cost a password hash, nor the lock.
  refuseStranger(await registrationMode(), email, await invited(db(), invitation));
  const passwordHash = await hashPassword(input.password);
  return db().$transaction(async (tx) => {
    await people.lockRegistration(tx);
    const isFirst = !(await people.isAnyone(tx));
    const mode = isFirst ? "first" : env().DYNAMIQ_OPEN_REGISTRATION ? "open" : "invited";
    const found = await invited(tx, invitation);
    refuseStranger(mode, email, found);
    const person = await people.insert(tx, {
      email,
      passwordHash,
      firstName: input.first_name,
      lastName: input.last_name,
      emailConfirmed: isFirst || found !== null,
    });
    if (invitation && found) await acceptByLink(tx, invitation, person.id);
    return person;
  });
}

const invited = async (tx: Tx, secret: string | undefined) => (secret ? await findByLink(tx, secret) : null);

function refuseStranger(mode: RegistrationMode, email: string, invitation: { email: string } | null): void {
  if (invitation && invitation.email !== email) {
    throw forbidden("The invitation is for another e-mail address. Use the one it was sent to.");
  }
  if (mode === "invited" && !invitation) {
    throw forbidden("Accounts are by invitation here. Open a valid invitation link, or ask an owner or admin for one.");
  }
}
