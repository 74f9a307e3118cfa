import type { Metadata } from "next";
import { TeamList } from "@/components/members/team-list";
import { pageContext } from "@/lib/auth/page-context";
import { listOrganizationMembers as contract } from "@/lib/members/contract";
import { listOrganizationMembers } from "@/lib/members/service";
import { getOrganization } from "@/lib/organizations/service";
import { getMe } from "@/lib/people/service";
import { queryOf } from "../../../query-of";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage({ params, searchParams }: PageProps<"/settings/[orgId]/team">) {
  const { orgId } = await params;
  const ctx = await pageContext();
  const [organization, members, me] = await Promise.all([
    getOrganization(ctx, orgId),
    listOrganizationMembers(ctx, orgId, queryOf(contract, await searchParams)),
    getMe(ctx),
  ]);
  return <TeamList organization={organization} members={members} personId={me.id} />;
}
