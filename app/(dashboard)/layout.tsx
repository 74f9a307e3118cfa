import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { LAST_PROJECT_COOKIE } from "@/components/shell/remember-project";
import { Shell } from "@/components/shell/shell";
import { pageContext } from "@/lib/auth/page-context";
import { listOrganizations } from "@/lib/organizations/service";
import { getMe } from "@/lib/people/service";
import { listProjects } from "@/lib/projects/service";

/** All at once: the switcher lists them by organization. */
const all = { page: 1, page_size: 500 };

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  const [person, organizations, projects, kept] = await Promise.all([
    getMe(ctx),
    listOrganizations(ctx, all),
    listProjects(ctx, all),
    cookies(),
  ]);
  return (
    <Shell
      surroundings={{
        person,
        organizations: organizations.items,
        projects: projects.items,
        lastProjectId: kept.get(LAST_PROJECT_COOKIE)?.value ?? null,
      }}
    >
      {children}
    </Shell>
  );
}
