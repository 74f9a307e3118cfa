"use client";

import { useRouter } from "next/navigation";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { signOut } from "@/components/people/browser-session";
import { Button } from "@/components/ui/button";
import { acceptInvitation } from "@/lib/invitations/contract";

export type InvitationCardProps = {
  invitation: { id: string; email: string; org_name: string; role: string };
  /** From the link. */
  secret: string;
  /** Of whoever is signed in. */
  personEmail: string;
};

/** An invitation link opened by somebody who has an account. */
export function InvitationCard({ invitation, secret, personEmail }: InvitationCardProps) {
  const router = useRouter();
  const { submit, isPending, failure } = useSubmit(acceptInvitation, () => {
    router.replace("/organizations");
    router.refresh();
  });
  const isMine = invitation.email === personEmail;
  return (
    <form
      className="grid gap-4 text-center"
      onSubmit={(event) => {
        event.preventDefault();
        void submit({ secret }, { params: { invitation_id: invitation.id } });
      }}
    >
      <div>
        <h1 className="font-semibold text-xl tracking-tight">Join {invitation.org_name}</h1>
        <p className="mt-2 text-muted">
          {isMine
            ? `You were invited as ${invitation.role}.`
            : `The invitation is for ${invitation.email}; you are signed in as ${personEmail}.`}
        </p>
      </div>
      <FormFailure failure={failure} />
      {isMine ? (
        <Button type="submit" variant="primary" isPending={isPending}>
          Accept invitation
        </Button>
      ) : (
        <Button onClick={() => void signOut()}>Sign out, to use the other account</Button>
      )}
    </form>
  );
}
