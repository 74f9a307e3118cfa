import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { InvitationCard } from "@/components/invitations/invitation-card";
import { SignUpForm } from "@/components/people/sign-up-form";
import { ButtonLink } from "@/components/ui/button-link";
import { optionalPageContext } from "@/lib/auth/page-context";
import { invitationOfLink } from "@/lib/invitations/link";
import { registrationMode } from "@/lib/people/registration";
import { getMe } from "@/lib/people/service";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: PageProps<"/signup">) {
  const { invitation: given } = await searchParams;
  const secret = typeof given === "string" ? given : undefined;
  const ctx = await optionalPageContext();
  const invitation = secret ? await invitationOfLink(secret) : null;

  if (ctx) {
    if (!invitation || !secret) redirect("/organizations");
    return <InvitationCard invitation={invitation} secret={secret} personEmail={(await getMe(ctx)).email} />;
  }
  const mode = await registrationMode();
  if (mode === "invited" && !invitation) {
    return (
      <div className="text-center">
        <h1 className="font-semibold text-xl tracking-tight">
          {secret ? "This invitation no longer works" : "Accounts are by invitation"}
        </h1>
        <p className="mt-2 mb-5 text-muted">
          {secret
            ? "It was used, canceled, or is too old. Ask whoever invited you for a new link."
            : "Ask an owner or admin of your organization for an invitation link."}
        </p>
        <ButtonLink href="/login">Sign in</ButtonLink>
      </div>
    );
  }
  return (
    <SignUpForm
      isFirst={mode === "first"}
      invitation={invitation && secret ? { secret, email: invitation.email, organization: invitation.org_name } : null}
    />
  );
}
