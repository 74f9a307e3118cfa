import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { SettingsHeader } from "@/components/organizations/settings-header";
import { Page } from "@/components/shell/page";
import { pageContext } from "@/lib/auth/page-context";
import { AppError } from "@/lib/core/errors";
import { getOrganization } from "@/lib/organizations/service";

type SettingsLayoutProps = { children: ReactNode; params: Promise<{ orgId: string }> };

export default async function SettingsLayout({ children, params }: SettingsLayoutProps) {
  const { orgId } = await params;
  const organization = await getOrganization(await pageContext(), orgId).catch((thrown: unknown) => {
    if (AppError.from(thrown).code === "not_found") notFound();
    throw thrown;
  });
  return (
    <Page>
      <SettingsHeader organization={organization} />
      {children}
    </Page>
  );
}
