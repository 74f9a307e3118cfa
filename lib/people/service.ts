import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorizePerson, type PersonScope } from "@/lib/auth/scope";
import { forgetSessionVersion } from "@/lib/auth/session";
import { badRequest } from "@/lib/core/errors";
import { countAttempt } from "./attempts";
import type { ChangePassword, Person, UpdateMe } from "./contract";
import { hashPassword, isPassword } from "./password";
import * as people from "./repository";

export const getMe = async (ctx: Context): Promise<Person> => people.get(authorizePerson(ctx));

export const updateMe = async (ctx: Context, change: UpdateMe): Promise<Person> =>
  people.update(authorizePerson(ctx), change);

/**
 * Changes one's own password and ends every session, this one too: the browser signs in with the new one.
 *
 * @throws AppError `bad_request` where the current password is not right, `rate_limited` after too many guesses.
 */
export async function changePassword(ctx: Context, { current_password, new_password }: ChangePassword): Promise<void> {
  const scope = authorizePerson(ctx);
  const takeBack = await countAttempt([{ subject: `password of ${scope.userId}`, failuresMax: 10 }]);
  if (!(await isPassword(current_password, await people.passwordHash(scope)))) {
    throw badRequest("The current password is not right.", { current_password: "This is not your password." });
  }
  await takeBack();
  await people.setPassword(scope, await hashPassword(new_password));
  forgetSessionVersion(scope.userId);
}

/** Ends every browser session of one's own, in every process within two seconds. Tokens stay. */
export async function signOutEverywhere(ctx: Context): Promise<void> {
  const scope = authorizePerson(ctx);
  await people.endSessions(scope);
  forgetSessionVersion(scope.userId);
}

/** The person's e-mail address, and whether anybody vouched that it is theirs. */
export const emailOf = (scope: PersonScope): Promise<{ email: string; emailConfirmed: boolean }> =>
  people.findEmail(scope);
