"use client";

import { useState } from "react";
import { ConfirmDialog } from "./confirm-dialog";

/** Asks before a panel with something typed in it closes; `question` is to be rendered inside the panel. */
export function useDiscardGuard(isDirty: boolean, onOpenChange: (open: boolean) => void) {
  const [isAsking, setAsking] = useState(false);
  return {
    onOpenChange: (open: boolean) => {
      if (!open && isDirty) setAsking(true);
      else onOpenChange(open);
    },
    question: (
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Discard what you entered?"
        confirmLabel="Discard"
        cancelLabel="Keep editing"
        onConfirm={() => {
          setAsking(false);
          onOpenChange(false);
        }}
      >
        It has not been saved.
      </ConfirmDialog>
    ),
  };
}
