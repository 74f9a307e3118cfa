import "server-only";
import { countAttempt, forgetFailures } from "./attempts";
import { Email } from "./contract";
import { isPassword } from "./password";
import * as people from "./repository";

/** What a person types, and where the request came from. */
export type SignIn = { readonly email: string; readonly password: string; readonly address: string };

/**
 * The person whose e-mail address and password these are, or null.
 *
 * The answer and its time are the same whether there is such an account or not. Failures are counted per account,
 * per address and, most strictly, for the two together: somebody else's failures do not lock a person out.
 *
 * @throws AppError `rate_limited`
 */
export async function signIn({ email: typed, password, address }: SignIn): Promise<{ id: string } | null> {
  const parsed = Email.safeParse(typed);
  const email = parsed.success ? parsed.data : typed.slice(0, 254);
  const here = `sign-in ${email} from ${address}`;
  const takeBack = await countAttempt([
    { subject: here, failuresMax: 10 },
    { subject: `sign-in ${email}`, failuresMax: 100 },
    { subject: `sign-in from ${address}`, failuresMax: 50 },
  ]);
  const person = parsed.success ? await people.findCredentials(email) : null;
  const isRight = await isPassword(password.slice(0, 256), person?.passwordHash ?? null);
  if (!person || !isRight) return null;
  await takeBack();
  await forgetFailures(here);
  return { id: person.id };
}
