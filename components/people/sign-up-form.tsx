"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { register } from "@/lib/people/contract";
import { signIn } from "./browser-session";

export type SignUpFormProps = {
  /** Nobody has an account yet. */
  isFirst: boolean;
  invitation: { secret: string; email: string; organization: string } | null;
};

export function SignUpForm({ isFirst, invitation }: SignUpFormProps) {
  const router = useRouter();
  const { submit, isPending, failure } = useSubmit(register);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = invitation?.email ?? String(form.get("email"));
    const password = String(form.get("password"));
    const made = await submit({
      email,
      password,
      first_name: form.get("first_name"),
      last_name: form.get("last_name"),
      ...(invitation && { invitation: invitation.secret }),
    });
    if (!made) return;
    const failed = await signIn(email, password);
    router.replace(failed === null ? "/" : "/login");
    router.refresh();
  }

  return (
    <form noValidate onSubmit={(event) => void onSubmit(event)} className="grid gap-4">
      <div>
        <h1 className="font-semibold text-xl tracking-tight">
          {invitation ? `Join ${invitation.organization}` : isFirst ? "Create the first account" : "Create an account"}
        </h1>
        {isFirst && <p className="mt-1 text-muted">This instance is new. Whoever comes after you is invited by you.</p>}
      </div>
      <Field label="E-mail" error={failure?.fields.email}>
        {(control) =>
          invitation ? (
            <Input {...control} name="email" type="email" value={invitation.email} readOnly autoComplete="username" />
          ) : (
            <Input {...control} name="email" type="email" autoComplete="username" autoFocus />
          )
        }
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="First name" error={failure?.fields.first_name}>
          {(control) => (
            <Input {...control} name="first_name" autoComplete="given-name" autoFocus={invitation !== null} />
          )}
        </Field>
        <Field label="Last name" error={failure?.fields.last_name}>
          {(control) => <Input {...control} name="last_name" autoComplete="family-name" />}
        </Field>
      </div>
      <Field label="Password" error={failure?.fields.password} hint="10 characters or more. A few words are good.">
        {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
      <FormFailure failure={failure} />
      <Button type="submit" variant="primary" className="h-9" isPending={isPending}>
        {isPending ? "Creating…" : "Create account"}
      </Button>
      {!isFirst && (
        <p className="text-center text-muted text-xs">
          Have an account?{" "}
          <Link href="/login" className="text-accent-text underline underline-offset-2">
            Sign in
          </Link>
        </p>
      )}
    </form>
  );
}
