"use client";

import { UserPlus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmSubmit } from "@/components/form/confirm-submit";
import { useSubmit } from "@/components/form/use-submit";
import { whyNotAdminister } from "@/components/organizations/why-not";
import { nameOf } from "@/components/people/name-of";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { Pagination } from "@/components/ui/pagination";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { ActionsTh, Table, TBody, Td, THead, Th, Tr } from "@/components/ui/table";
import type { Page } from "@/lib/core/page";
import { type OrganizationMember, removeOrganizationMember, updateOrganizationMember } from "@/lib/members/contract";
import type { Organization } from "@/lib/organizations/contract";

export type TeamListProps = {
  organization: Organization;
  members: Page<OrganizationMember>;
  /** Of whoever looks. */
  personId: string;
};

export function TeamList({ organization, members: { items, pagination }, personId }: TeamListProps) {
  const router = useRouter();
  const [leaving, setLeaving] = useState<OrganizationMember | null>(null);
  const { submit, failure } = useSubmit(updateOrganizationMember, () => router.refresh());
  const isOwner = organization.role === "owner";

  const reasonFor = (member: OrganizationMember): string | undefined => {
    const reason = whyNotAdminister(organization);
    if (reason) return reason;
    if (member.role === "owner" && !isOwner) return "Only an owner changes or removes an owner.";
    return undefined;
  };

  return (
    <>
      <div className="mb-3 flex justify-end">
        <ButtonLink variant="primary" href={`/settings/${organization.id}/invitations?new=1`}>
          <UserPlus aria-hidden />
          Invite
        </ButtonLink>
      </div>
      {failure && (
        <Notice tone="danger" role="alert" className="mb-3">
          {failure.message}
        </Notice>
      )}
      <Table label="Team">
        <THead>
          <Tr>
            <Th>Name</Th>
            <Th>E-mail</Th>
            <Th>Role</Th>
            <Th>Joined</Th>
            <ActionsTh />
          </Tr>
        </THead>
        <TBody>
          {items.map((member) => {
            const reason = reasonFor(member);
            return (
              <Tr key={member.user_id}>
                <Td className="whitespace-nowrap font-medium">
                  {nameOf(member)}
                  {member.user_id === personId && <Badge className="ml-2">You</Badge>}
                </Td>
                <Td className="text-muted">{member.email}</Td>
                <Td>
                  {reason ? (
                    <span className="capitalize" title={reason}>
                      {member.role}
                    </span>
                  ) : (
                    <Select
                      aria-label={`Role of ${nameOf(member)}`}
                      className="w-28"
                      value={member.role}
                      options={[
                        { value: "member", label: "Member" },
                        { value: "admin", label: "Admin" },
                        { value: "owner", label: "Owner", disabled: !isOwner },
                      ]}
                      onValueChange={(role) =>
                        void submit({ role }, { params: { org_id: organization.id, user_id: member.user_id } })
                      }
                    />
                  )}
                </Td>
                <Td className="whitespace-nowrap text-muted">
                  <RelativeTime time={member.created_at} />
                </Td>
                <Td className="w-12 text-right">
                  <IconButton
                    label={`Remove ${nameOf(member)}`}
                    className="size-7"
                    disabledReason={reason}
                    onClick={() => setLeaving(member)}
                  >
                    <X aria-hidden />
                  </IconButton>
                </Td>
              </Tr>
            );
          })}
        </TBody>
      </Table>
      <Pagination pagination={pagination} what="people" />
      {leaving && (
        <ConfirmSubmit
          open
          onOpenChange={() => setLeaving(null)}
          contract={removeOrganizationMember}
          params={{ org_id: organization.id, user_id: leaving.user_id }}
          title={`Remove ${nameOf(leaving)}?`}
          confirmLabel="Remove"
          onDone={() => router.refresh()}
        >
          They lose access to {organization.name} and all its projects at once. What they made stays.
        </ConfirmSubmit>
      )}
    </>
  );
}
