"use client";

import { usePathname } from "next/navigation";
import { LinkTabs } from "@/components/ui/tabs";

const TABS = [
  ["Integration", ""],
  ["Test", "/test"],
  ["Monitoring", "/monitoring"],
  ["Traces", "/traces"],
  ["Sessions", "/sessions"],
  ["History", "/history"],
  ["Settings", "/settings"],
] as const;

/** The parts of an app. A page below a part, such as one trace, keeps its part marked. */
export function AppTabs({ base }: { base: string }) {
  const pathname = usePathname();
  const tabs = TABS.map(([label, path]) => ({ label, href: `${base}${path}` }));
  const current = tabs.findLast(({ href }) => pathname === href || (href !== base && pathname.startsWith(`${href}/`)));
  return <LinkTabs label="Parts of the app" className="mb-5" tabs={tabs} current={current?.href} />;
}
