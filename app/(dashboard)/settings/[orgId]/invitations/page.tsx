import type { Metadata } from "next";
import { InvitationList } from "@/components/invitations/invitation-list";
import { pageContext } from "@/lib/auth/page-context";
import { listInvitations as contract } from "@/lib/invitations/contract";
import { listInvitations } from "@/lib/invitations/service";
import { getOrganization } from "@/lib/organizations/service";
import { queryOf } from "../../../query-of";

export const metadata: Metadata = { title: "Invitations" };

export default async function InvitationsPage({ params, searchParams }: PageProps<"/settings/[orgId]/invitations">) {
  const { orgId } = await params;
  const ctx = await pageContext();
  const [organization, invitations] = await Promise.all([
    getOrganization(ctx, orgId),
    listInvitations(ctx, orgId, queryOf(contract, await searchParams)),
  ]);
  return <InvitationList organization={organization} invitations={invitations} />;
}
