import { toast } from "@/components/ui/toast";
import { SIGN_IN_ERRORS, signInMessage } from "@/lib/people/sign-in-errors";

async function csrfToken(): Promise<string> {
  const response = await fetch("/api/auth/csrf", { cache: "no-store" });
  const { csrfToken: token } = (await response.json()) as { csrfToken: string };
  return token;
}

async function send(path: string, fields: Record<string, string>): Promise<URL> {
  const body = new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: "true" });
  const response = await fetch(path, { method: "POST", body });
  const { url } = (await response.json()) as { url: string };
  return new URL(url, location.origin);
}

/** Signs the browser in. @returns what went wrong, to be shown, or null. */
export async function signIn(email: string, password: string): Promise<string | null> {
  try {
    const url = await send("/api/auth/callback/credentials", { email, password, callbackUrl: "/" });
    const error = url.searchParams.get("error");
    return error === null ? null : signInMessage(error);
  } catch {
    return SIGN_IN_ERRORS.Default;
  }
}

/** Signs this browser out and leads to the sign-in page; where that does not work, says so and stays. */
export async function signOut(): Promise<void> {
  try {
    await send("/api/auth/signout", { callbackUrl: "/login" });
  } catch {
    toast.error("The server could not be reached: you are still signed in. Try again.");
    return;
  }
  // Everything the page knows belongs to whoever was signed in.
  location.assign("/login");
}
