import "server-only";
import type { PersonScope } from "@/lib/auth/scope";
import { conflict } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { isDuplicate } from "@/lib/db/failures";
import type { User } from "@/lib/db/generated/client";
import type { Person, UpdateMe } from "./contract";

type PersonRow = Pick<User, "id" | "email" | "firstName" | "lastName" | "timezone">;

const toPerson = ({ id, email, firstName, lastName, timezone }: PersonRow): Person => ({
  id,
  email,
  first_name: firstName,
  last_name: lastName,
  timezone,
});

export async function get({ db, userId }: PersonScope): Promise<Person> {
  return toPerson(await db.user.findUniqueOrThrow({ where: { id: userId } }));
}

export async function update({ db, userId }: PersonScope, change: UpdateMe): Promise<Person> {
  const { first_name, last_name, timezone } = change;
  const row = await db.user.update({
    where: { id: userId },
    data: {
      ...(first_name !== undefined && { firstName: first_name }),
      ...(last_name !== undefined && { lastName: last_name }),
      ...(timezone !== undefined && { timezone }),
    },
  });
  return toPerson(row);
}

/** For signing in, before anybody is known to ask. */
export const findCredentials = (email: string): Promise<{ id: string; passwordHash: string } | null> =>
  db().user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });

export async function passwordHash({ db, userId }: PersonScope): Promise<string> {
  const row = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
  return row.passwordHash;
}

export async function setPassword({ db, userId }: PersonScope, passwordHash: string): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { passwordHash, sessionVersion: { increment: 1 } } });
}

export async function endSessions({ db, userId }: PersonScope): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
}

/** A person's e-mail address, and whether anybody vouched that it is theirs. */
export const findEmail = ({ db, userId }: PersonScope): Promise<{ email: string; emailConfirmed: boolean }> =>
  db.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true, emailConfirmed: true } });

export type NewPerson = {
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly emailConfirmed: boolean;
};

/** @throws AppError `conflict` where the address has an account. */
export async function insert(tx: Tx, person: NewPerson): Promise<Person> {
  try {
    return toPerson(await tx.user.create({ data: person }));
  } catch (error) {
    if (isDuplicate(error)) throw conflict("There is an account with this e-mail address. Sign in instead.", error);
    throw error;
  }
}

export const isAnyone = async (tx: Tx): Promise<boolean> =>
  (await tx.user.findFirst({ select: { id: true } })) !== null;

/** Until the transaction ends, whoever else asks for this waits: two cannot both be the first. */
export async function lockRegistration(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(727073, 1)`;
}
