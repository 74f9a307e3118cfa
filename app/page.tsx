import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { LAST_PROJECT_COOKIE } from "@/components/shell/remember-project";
import { optionalPageContext } from "@/lib/auth/page-context";
import { listMyInvitations } from "@/lib/invitations/service";
import { listOrganizations } from "@/lib/organizations/service";
import { registrationMode } from "@/lib/people/registration";
import { listProjects } from "@/lib/projects/service";

/** Leads to the project opened last, or to the step that comes before there is one. */
export default async function RootPage() {
  const ctx = await optionalPageContext();
  if (!ctx) redirect((await registrationMode()) === "first" ? "/signup" : "/login");
  const { items: projects } = await listProjects(ctx, { page: 1, page_size: 500 });
  const last = (await cookies()).get(LAST_PROJECT_COOKIE)?.value;
  const project = projects.find(({ id }) => id === last) ?? (projects.length === 1 ? projects[0] : undefined);
  if (project) redirect(`/projects/${project.id}`);
  const [organizations, invitations] = await Promise.all([
    listOrganizations(ctx, { page: 1, page_size: 2 }),
    listMyInvitations(ctx, { page: 1, page_size: 1 }),
  ]);
  const [only] = organizations.items;
  const isOne = organizations.items.length === 1 && invitations.items.length === 0;
  redirect(only && isOne ? `/settings/${only.id}/projects` : "/organizations");
}
