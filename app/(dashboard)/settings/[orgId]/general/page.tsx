import type { Metadata } from "next";
import { GeneralSettings } from "@/components/organizations/general-settings";
import { pageContext } from "@/lib/auth/page-context";
import { getOrganization } from "@/lib/organizations/service";
import { listProjects } from "@/lib/projects/service";

export const metadata: Metadata = { title: "General settings" };

export default async function GeneralSettingsPage({ params }: PageProps<"/settings/[orgId]/general">) {
  const { orgId } = await params;
  const ctx = await pageContext();
  const [organization, projects] = await Promise.all([
    getOrganization(ctx, orgId),
    listProjects(ctx, { org_id: orgId, page: 1, page_size: 1 }),
  ]);
  return <GeneralSettings organization={organization} projectCount={projects.pagination.total_count} />;
}
