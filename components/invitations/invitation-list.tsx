"use client";

import { MailPlus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmSubmit } from "@/components/form/confirm-submit";
import { whyNotAdminister } from "@/components/organizations/why-not";
import { Button, IconButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { RelativeTime } from "@/components/ui/relative-time";
import { ActionsTh, Table, TBody, Td, THead, Th, Tr } from "@/components/ui/table";
import { useOpenedByUrl } from "@/components/ui/use-opened-by-url";
import type { Page } from "@/lib/core/page";
import { cancelInvitation, type Invitation } from "@/lib/invitations/contract";
import type { Organization } from "@/lib/organizations/contract";
import { InviteDialog } from "./invite-dialog";

export type InvitationListProps = { organization: Organization; invitations: Page<Invitation> };

export function InvitationList({ organization, invitations: { items, pagination } }: InvitationListProps) {
  const router = useRouter();
  const [isNew, setNew] = useOpenedByUrl("new");
  const [canceled, setCanceled] = useState<Invitation | null>(null);
  const reason = whyNotAdminister(organization);
  const invite = (
    <Button variant="primary" disabledReason={reason} onClick={() => setNew("1")}>
      <MailPlus aria-hidden />
      Invite
    </Button>
  );
  return (
    <>
      {items.length === 0 && pagination.total_count === 0 ? (
        <EmptyState icon={<MailPlus aria-hidden />} title="No pending invitations" action={invite}>
          Invite people by e-mail address. You get a link to hand to them; it works for that address only.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex justify-end">{invite}</div>
          <Table label="Pending invitations">
            <THead>
              <Tr>
                <Th>E-mail</Th>
                <Th>Role</Th>
                <Th>Invited by</Th>
                <Th>Sent</Th>
                <Th>Ends</Th>
                <ActionsTh />
              </Tr>
            </THead>
            <TBody>
              {items.map((invitation) => (
                <Tr key={invitation.id}>
                  <Td className="font-medium">{invitation.email}</Td>
                  <Td className="text-muted capitalize">{invitation.role}</Td>
                  <Td className="text-muted">{invitation.invited_by?.name || invitation.invited_by?.email || "–"}</Td>
                  <Td className="whitespace-nowrap text-muted">
                    <RelativeTime time={invitation.created_at} />
                  </Td>
                  <Td className="whitespace-nowrap text-muted">
                    <RelativeTime time={invitation.expires_at} />
                  </Td>
                  <Td className="w-12 text-right">
                    <IconButton
                      label={`Cancel the invitation of ${invitation.email}`}
                      className="size-7"
                      disabledReason={reason}
                      onClick={() => setCanceled(invitation)}
                    >
                      <X aria-hidden />
                    </IconButton>
                  </Td>
                </Tr>
              ))}
            </TBody>
          </Table>
          <Pagination pagination={pagination} what="invitations" />
        </>
      )}
      {!reason && <InviteDialog organization={organization} open={isNew !== null} onClose={() => setNew(null)} />}
      {canceled && (
        <ConfirmSubmit
          open
          onOpenChange={() => setCanceled(null)}
          contract={cancelInvitation}
          params={{ org_id: organization.id, invitation_id: canceled.id }}
          title="Cancel this invitation?"
          confirmLabel="Cancel invitation"
          onDone={() => router.refresh()}
        >
          The link given to {canceled.email} stops working.
        </ConfirmSubmit>
      )}
    </>
  );
}
