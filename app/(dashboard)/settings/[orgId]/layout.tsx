import type { ReactNode } from "react";
import { SettingsHeader } from "@/components/organizations/settings-header";
import { Page } from "@/components/shell/page";
import { pageContext } from "@/lib/auth/page-context";
import { getOrganization } from "@/lib/organizations/service";
import { orNotFound } from "../../or-not-found";

type SettingsLayoutProps = { children: ReactNode; params: Promise<{ orgId: string }> };

export default async function SettingsLayout({ children, params }: SettingsLayoutProps) {
  const { orgId } = await params;
  const organization = await orNotFound(getOrganization(await pageContext(), orgId));
  return (
    <Page>
      <SettingsHeader organization={organization} />
      {children}
    </Page>
  );
}
