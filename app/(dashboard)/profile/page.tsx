import type { Metadata } from "next";
import { ProfileSettings } from "@/components/people/profile-settings";
import { Page } from "@/components/shell/page";
import { TokenList } from "@/components/tokens/token-list";
import { PageHeader } from "@/components/ui/page-header";
import { LinkTabs } from "@/components/ui/tabs";
import { pageContext } from "@/lib/auth/page-context";
import { getMe } from "@/lib/people/service";
import { listPersonalAccessTokens as contract } from "@/lib/tokens/contract";
import { listPersonalAccessTokens } from "@/lib/tokens/service";
import { queryOf } from "../query-of";

export const metadata: Metadata = { title: "Profile" };

const TOKENS = "/profile?tab=tokens";

export default async function ProfilePage({ searchParams }: PageProps<"/profile">) {
  const search = await searchParams;
  const ctx = await pageContext();
  const isTokens = search.tab === "tokens";
  const person = await getMe(ctx);
  return (
    <Page>
      <PageHeader title="Profile" description={person.email} className="mb-3" />
      <LinkTabs
        label="Profile"
        className="mb-5"
        current={isTokens ? TOKENS : "/profile"}
        tabs={[
          { label: "Account", href: "/profile" },
          { label: "Personal access tokens", href: TOKENS },
        ]}
      />
      {isTokens ? (
        <TokenList tokens={await listPersonalAccessTokens(ctx, queryOf(contract, search))} />
      ) : (
        <ProfileSettings person={person} timeZones={["UTC", ...Intl.supportedValuesOf("timeZone")]} />
      )}
    </Page>
  );
}
