"use client";

import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "./button-class";
import { cn } from "./cn";
import { DropdownMenu } from "./dropdown-menu";

export type RowMenuProps = { label: string; children: ReactNode; className?: string | undefined };

/** What can be done with one row of a list. */
export function RowMenu({ label, children, className }: RowMenuProps) {
  return (
    <DropdownMenu
      trigger={
        <button
          type="button"
          aria-label={label}
          className={cn(buttonClass({ variant: "ghost", size: "icon" }), "size-7", className)}
        >
          <Ellipsis aria-hidden />
        </button>
      }
    >
      {children}
    </DropdownMenu>
  );
}
