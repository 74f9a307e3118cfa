"use client";

import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { signInMessage } from "@/lib/people/sign-in-errors";
import { signIn } from "./browser-session";

export function SignInForm({ isRegistrationOpen }: { isRegistrationOpen: boolean }) {
  const router = useRouter();
  const search = useSearchParams();
  const errorInUrl = search.get("error");
  const password = useRef<HTMLInputElement>(null);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(errorInUrl ? signInMessage(errorInUrl) : null);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setProblem(null);
    const failed = await signIn(String(form.get("email")), String(form.get("password")));
    if (failed === null) {
      router.replace(pathOf(search.get("callbackUrl")));
      router.refresh();
      return;
    }
    setPending(false);
    setProblem(failed);
    password.current?.select();
  }

  return (
    <form onSubmit={(event) => void onSubmit(event)} className="grid gap-4">
      <h1 className="mb-1 font-semibold text-xl tracking-tight">Sign in</h1>
      {search.get("changed") && <Notice role="status">Your password was changed. Sign in with the new one.</Notice>}
      {search.get("ended") && <Notice role="status">You are signed out everywhere.</Notice>}
      <Field label="E-mail">
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required autoFocus />}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input {...control} ref={password} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <div role="alert" className={problem ? undefined : "hidden"}>
        {problem && <Notice tone="danger">{problem}</Notice>}
      </div>
      <Button type="submit" variant="primary" className="h-9" isPending={isPending}>
        {isPending ? "Signing in…" : "Sign in"}
      </Button>
      <p className="text-center text-muted text-xs">
        {isRegistrationOpen ? (
          <>
            New here?{" "}
            <Link href="/signup" className="text-accent-text underline underline-offset-2">
              Create an account
            </Link>
          </>
        ) : (
          "Accounts are by invitation: open the link you were given."
        )}
      </p>
    </form>
  );
}

/** Where signing in leads back to: a page of ours, whatever the address bar says. */
function pathOf(callbackUrl: string | null): string {
  if (!callbackUrl || !URL.canParse(callbackUrl, location.origin)) return "/";
  const { origin, pathname, search } = new URL(callbackUrl, location.origin);
  return origin === location.origin && pathname !== "/login" ? `${pathname}${search}` : "/";
}
