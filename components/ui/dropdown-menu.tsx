"use client";

import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";

const itemClass =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";

export type DropdownMenuProps = {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end" | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  className?: string | undefined;
};

export function DropdownMenu({ trigger, children, align = "end", side = "bottom", className }: DropdownMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 animate-pop-in overflow-y-auto rounded-lg bg-raised p-1 shadow-float",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export type MenuItemProps = {
  children: ReactNode;
  icon?: ReactNode;
  onSelect?: (() => void) | undefined;
  /** It is a link. */
  href?: string | undefined;
  tone?: "danger" | undefined;
  /** Why it cannot be chosen now; shown under its words. */
  disabledReason?: string | undefined;
};

export function MenuItem({ children, icon, onSelect, href, tone, disabledReason }: MenuItemProps) {
  const className = cn(itemClass, tone === "danger" && "text-failed [&_svg]:text-failed");
  if (href !== undefined && disabledReason === undefined) {
    return (
      <Radix.Item asChild className={className}>
        <Link href={href}>
          {icon}
          {children}
        </Link>
      </Radix.Item>
    );
  }
  return (
    <Radix.Item disabled={disabledReason !== undefined} className={className} onSelect={() => onSelect?.()}>
      {icon}
      <span className="grid min-w-0">
        <span className="truncate">{children}</span>
        {disabledReason && <span className="text-xs">{disabledReason}</span>}
      </span>
    </Radix.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="truncate px-2 py-1 text-muted text-xs">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-border" />;
}
