import { redirect } from "next/navigation";

export default async function SettingsPage({ params }: PageProps<"/settings/[orgId]">) {
  redirect(`/settings/${(await params).orgId}/general`);
}
