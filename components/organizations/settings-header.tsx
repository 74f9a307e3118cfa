import { SETTINGS } from "@/components/shell/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { LinkTabs } from "@/components/ui/tabs";
import type { Organization } from "@/lib/organizations/contract";

export function SettingsHeader({ organization: { id, name } }: { organization: Organization }) {
  return (
    <>
      <PageHeader title="Settings" description={name} className="mb-3" />
      <LinkTabs
        label="Settings"
        className="mb-5"
        tabs={SETTINGS.map(({ label, folder }) => ({ label, href: `/settings/${id}/${folder}` }))}
      />
    </>
  );
}
