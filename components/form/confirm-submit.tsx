"use client";

import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { Contract, Result } from "@/lib/core/contract";
import { useSubmit } from "./use-submit";

export type ConfirmSubmitProps<C extends Contract> = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  contract: C;
  params: Record<string, string>;
  body?: unknown;
  title: ReactNode;
  /** What it will break, by name. */
  children: ReactNode;
  confirmLabel: string;
  typeToConfirm?: string | undefined;
  tone?: "danger" | "primary" | undefined;
  onDone: (result: Result<C>) => void;
};

/** Asks, and then does it; where it is refused, says why and stays. */
export function ConfirmSubmit<C extends Contract>(props: ConfirmSubmitProps<C>) {
  const { open, onOpenChange, contract, params, body, onDone, ...rest } = props;
  const { submit, isPending, failure, reset } = useSubmit(contract, (result) => {
    onOpenChange(false);
    onDone(result);
  });
  return (
    <ConfirmDialog
      {...rest}
      open={open}
      onOpenChange={(next) => {
        reset();
        onOpenChange(next);
      }}
      isPending={isPending}
      error={failure?.message}
      onConfirm={() => void submit(body, { params })}
    />
  );
}
