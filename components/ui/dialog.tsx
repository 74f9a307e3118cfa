"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";
import { useDiscardGuard } from "./discard-guard";
import { useReturnFocus } from "./use-return-focus";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** Stands at the foot, its buttons at the right. A form inside `children` may be sent from here by `form={id}`. */
  footer?: ReactNode;
  /** Something was typed: leaving asks first. */
  isDirty?: boolean | undefined;
  size?: "sm" | "md" | "lg" | "xl" | undefined;
};

const WIDTHS = { sm: "max-w-md", md: "max-w-lg", lg: "max-w-2xl", xl: "max-w-4xl" };

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  isDirty = false,
  size = "md",
}: DialogProps) {
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
            "-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] flex-col rounded-xl bg-raised shadow-float outline-none [animation:fade-in_140ms]",
            WIDTHS[size],
          )}
        >
          <div className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
              {description && <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>}
            </div>
            <IconButton label="Close" className="-mr-2" onClick={() => guard.onOpenChange(false)}>
              <X aria-hidden />
            </IconButton>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer && <div className="flex justify-end gap-2 border-border border-t px-5 py-3">{footer}</div>}
          {guard.question}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
