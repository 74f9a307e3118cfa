"use client";

import { AlertDialog as Radix } from "radix-ui";
import { type ReactNode, useId, useState } from "react";
import { Button } from "./button";
import { Input } from "./input";
import { useReturnFocus } from "./use-return-focus";

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What it will break, by name. */
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string | undefined;
  /** For what cannot be undone: the name to type before it can be confirmed. */
  typeToConfirm?: string | undefined;
  /** The dialog stays open until its owner closes it, so that a failure can be shown. */
  onConfirm: () => void;
  isPending?: boolean | undefined;
  error?: ReactNode;
  tone?: "danger" | "primary" | undefined;
};

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children } = props;
  const returnFocus = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade-in bg-overlay" />
        <Radix.Content
          onCloseAutoFocus={returnFocus}
          className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 w-[calc(100vw-32px)] max-w-md rounded-xl bg-raised p-5 shadow-float outline-none [animation:fade-in_140ms]"
        >
          <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-1.5 text-muted">{children}</div>
          </Radix.Description>
          <Choice {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Mounted with the dialog, so that what was typed is forgotten when it closes. */
function Choice({
  confirmLabel,
  cancelLabel = "Cancel",
  typeToConfirm,
  onConfirm,
  isPending = false,
  error,
  tone = "danger",
}: ConfirmDialogProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const isBlocked = typeToConfirm !== undefined && typed.trim() !== typeToConfirm.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (!isBlocked && !isPending) onConfirm();
      }}
    >
      {typeToConfirm !== undefined && (
        <div className="mt-4 grid gap-1.5">
          <label htmlFor={id}>
            Type <strong className="select-all font-semibold">{typeToConfirm}</strong> to confirm
          </label>
          <Input id={id} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        </div>
      )}
      {error && (
        <p role="alert" className="mt-3 text-failed">
          {error}
        </p>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Radix.Cancel asChild>
          <Button>{cancelLabel}</Button>
        </Radix.Cancel>
        <Button
          type="submit"
          variant={tone}
          isPending={isPending}
          disabledReason={isBlocked ? "Type the name first." : undefined}
        >
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
