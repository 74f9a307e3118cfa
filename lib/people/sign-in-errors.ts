/** What the sign-in page says, by the `error` that signing in answers with. */
export const SIGN_IN_ERRORS = {
  CredentialsSignin: "The e-mail address or the password is not right.",
  RateLimited: "Too many attempts. Wait a quarter of an hour and try again.",
  Default: "Signing in did not work. Try again.",
} as const;

export const signInMessage = (error: string): string =>
  SIGN_IN_ERRORS[error in SIGN_IN_ERRORS ? (error as keyof typeof SIGN_IN_ERRORS) : "Default"];
