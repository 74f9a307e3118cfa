import type { Metadata } from "next";
import { OrganizationPicker } from "@/components/organizations/organization-picker";
import { Page } from "@/components/shell/page";
import { pageContext } from "@/lib/auth/page-context";
import { listMyInvitations } from "@/lib/invitations/service";
import { listOrganizations } from "@/lib/organizations/service";
import { listProjects } from "@/lib/projects/service";

export const metadata: Metadata = { title: "Organizations" };

const all = { page: 1, page_size: 500 };

export default async function OrganizationsPage() {
  const ctx = await pageContext();
  const [organizations, invitations, projects] = await Promise.all([
    listOrganizations(ctx, all),
    listMyInvitations(ctx, all),
    listProjects(ctx, all),
  ]);
  return (
    <Page width="narrow">
      <OrganizationPicker
        organizations={organizations.items}
        invitations={invitations.items}
        projects={projects.items}
      />
    </Page>
  );
}
