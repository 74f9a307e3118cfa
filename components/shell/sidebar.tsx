"use client";

import { Keyboard, LogOut, Search, Settings, User } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { signOut } from "@/components/people/browser-session";
import { nameOf } from "@/components/people/name-of";
import { cn } from "@/components/ui/cn";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/dropdown-menu";
import { Kbd } from "@/components/ui/kbd";
import { Tooltip } from "@/components/ui/tooltip";
import { LATER, NAVIGATION } from "./navigation";
import { usePlace } from "./place";
import { ProjectSwitcher } from "./project-switcher";

const itemClass =
  "flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-left text-sm transition-colors duration-150 [&_svg]:size-4 [&_svg]:shrink-0";

export type SidebarProps = { onSearch: () => void; onKeys?: (() => void) | undefined };

export function Sidebar({ onSearch, onKeys }: SidebarProps) {
  const pathname = usePathname();
  const { person, project, organization } = usePlace();
  return (
    <div className="flex h-full flex-col">
      <div className="grid gap-1 p-2">
        <ProjectSwitcher />
        <button
          type="button"
          onClick={onSearch}
          className={cn(itemClass, "border border-border bg-surface text-muted hover:text-text")}
        >
          <Search aria-hidden />
          <span className="flex-1">Search</span>
          <Kbd>⌘K</Kbd>
        </button>
      </div>
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <ul className="grid gap-px">
          {NAVIGATION.map(({ label, icon: Icon, folder }) => (
            <li key={label}>
              {folder && project ? (
                <NavLink href={`/projects/${project.id}/${folder}`} pathname={pathname}>
                  <Icon aria-hidden />
                  {label}
                </NavLink>
              ) : (
                <Tooltip label={folder ? "Create a project first" : LATER} side="right">
                  <button type="button" aria-disabled className={cn(itemClass, "text-muted [&_svg]:opacity-60")}>
                    <Icon aria-hidden />
                    <span className="flex-1">{label}</span>
                    {!folder && (
                      <span aria-hidden className="text-2xs">
                        Later
                      </span>
                    )}
                    <span className="sr-only">: {folder ? "create a project first" : LATER.toLowerCase()}</span>
                  </button>
                </Tooltip>
              )}
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid gap-px border-border border-t p-2">
        {organization && (
          <NavLink
            href={`/settings/${organization.id}/general`}
            within={`/settings/${organization.id}`}
            pathname={pathname}
          >
            <Settings aria-hidden />
            Settings
          </NavLink>
        )}
        <DropdownMenu
          align="start"
          side="top"
          className="w-52"
          trigger={
            <button type="button" className={cn(itemClass, "text-text hover:bg-hover")}>
              <span
                aria-hidden
                className="-ml-0.5 flex size-5 shrink-0 items-center justify-center rounded-full bg-accent/15 font-semibold text-2xs text-accent-text"
              >
                {nameOf(person).slice(0, 1).toUpperCase()}
              </span>
              <span className="truncate">{nameOf(person)}</span>
            </button>
          }
        >
          <MenuLabel>{person.email}</MenuLabel>
          <MenuItem icon={<User aria-hidden />} href="/profile">
            Profile
          </MenuItem>
          {onKeys && (
            <MenuItem icon={<Keyboard aria-hidden />} onSelect={onKeys}>
              Keys
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void signOut()}>
            Sign out
          </MenuItem>
        </DropdownMenu>
      </div>
    </div>
  );
}

function NavLink({
  href,
  within = href,
  pathname,
  children,
}: {
  href: string;
  within?: string;
  pathname: string;
  children: React.ReactNode;
}) {
  const isHere = pathname === within || pathname.startsWith(`${within}/`);
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : undefined}
      className={cn(
        itemClass,
        isHere
          ? "bg-accent/10 font-medium text-accent-text dark:bg-accent/20"
          : "text-text hover:bg-hover [&_svg]:text-muted",
      )}
    >
      {children}
    </Link>
  );
}
