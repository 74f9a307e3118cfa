"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";

const listClass = "flex gap-5 overflow-x-auto border-border border-b [scrollbar-width:none]";
const tabClass =
  "-mb-px flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 px-0.5 font-medium text-muted text-xs uppercase tracking-wide transition-colors duration-150 hover:text-text focus-visible:-outline-offset-2";
const currentClass = "border-accent text-text";

export type LinkTab = { label: string; href: string; count?: number | undefined };

export type LinkTabsProps = {
  label: string;
  tabs: readonly LinkTab[];
  /** `href` of the tab one is on. Left out: the one whose path is the page's. */
  current?: string | undefined;
  className?: string | undefined;
};

/** Tabs that are pages, or a query of one: a link restores them. */
export function LinkTabs({ label, tabs, current, className }: LinkTabsProps) {
  const pathname = usePathname();
  const here = current ?? tabs.find(({ href }) => href === pathname)?.href;
  const list = useRef<HTMLElement>(null);

  useEffect(() => {
    // On a narrow screen the tab one is on may lie outside of what is shown.
    if (here) list.current?.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [here]);

  return (
    <nav ref={list} aria-label={label} className={cn(listClass, className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === here ? "page" : undefined}
          className={cn(tabClass, tab.href === here && currentClass)}
        >
          {tab.label}
          {tab.count !== undefined && <span className="tabular rounded-sm bg-hover px-1 text-2xs">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}

export type Tab = { value: string; label: ReactNode; content: ReactNode; disabled?: boolean | undefined };

export type TabsProps = {
  label: string;
  tabs: readonly Tab[];
  value?: string | undefined;
  defaultValue?: string | undefined;
  onValueChange?: ((value: string) => void) | undefined;
  className?: string | undefined;
  contentClassName?: string | undefined;
};

/** Tabs inside a page, for what no link needs to restore. */
export function Tabs({ label, tabs, value, defaultValue, onValueChange, className, contentClassName }: TabsProps) {
  return (
    <Radix.Root
      {...(value !== undefined ? { value } : { defaultValue: defaultValue ?? tabs[0]?.value ?? "" })}
      {...(onValueChange && { onValueChange })}
      className={className}
    >
      <Radix.List aria-label={label} className={listClass}>
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            disabled={tab.disabled ?? false}
            className={cn(tabClass, "data-[state=active]:border-accent data-[state=active]:text-text")}
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={cn("pt-4", contentClassName)}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
