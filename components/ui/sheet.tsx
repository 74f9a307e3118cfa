"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";
import { useDiscardGuard } from "./discard-guard";
import { useReturnFocus } from "./use-return-focus";

export type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  /** Something was typed: leaving asks first. */
  isDirty?: boolean | undefined;
  side?: "left" | "right" | undefined;
  /** The children fill the panel: the title is for ears only. */
  isBare?: boolean | undefined;
  size?: "sm" | "md" | "lg" | undefined;
};

const WIDTHS = { sm: "max-w-72", md: "max-w-120", lg: "max-w-180" };

/** A panel at the side of the page, for making and changing things beside their list. */
export function Sheet({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  isDirty = false,
  side = "right",
  isBare = false,
  size = "md",
}: SheetProps) {
  const guard = useDiscardGuard(isDirty, onOpenChange);
  const returnFocus = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={guard.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
        <Radix.Content
          onCloseAutoFocus={returnFocus}
          {...(!description && { "aria-describedby": undefined })}
          className={cn(
            "fixed inset-y-0 z-50 flex w-full flex-col bg-raised shadow-float outline-none",
            side === "right" ? "right-0 animate-slide-in-right" : "left-0 animate-slide-in-left",
            WIDTHS[size],
          )}
        >
          {isBare ? (
            <>
              <Radix.Title className="sr-only">{title}</Radix.Title>
              {children}
            </>
          ) : (
            <>
              <div className="flex items-start gap-4 border-border border-b px-5 py-3">
                <div className="min-w-0 flex-1">
                  <Radix.Title className="font-semibold text-lg leading-8">{title}</Radix.Title>
                  {description && <Radix.Description className="text-muted">{description}</Radix.Description>}
                </div>
                <IconButton label="Close" className="-mr-2" onClick={() => guard.onOpenChange(false)}>
                  <X aria-hidden />
                </IconButton>
              </div>
              <div className="min-h-0 flex-1 overflow-y-auto p-5">{children}</div>
            </>
          )}
          {footer && <div className="flex justify-end gap-2 border-border border-t px-5 py-3">{footer}</div>}
          {guard.question}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
