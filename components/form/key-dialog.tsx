"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SecretOnce } from "@/components/ui/secret-once";

export type KeyDialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What it makes: "Access Key". */
  what: string;
  description?: ReactNode;
  /** The form; it hands over the key's text once that is made. */
  children: (form: { onMade: (secret: string) => void; onDirty: () => void }) => ReactNode;
  /** Below the key, once it is there. */
  after?: ((secret: string) => ReactNode) | undefined;
};

/** Makes a key and shows it, this once. */
export function KeyDialog({ open, onClose, title, what, description, children, after }: KeyDialogProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const [isDirty, setDirty] = useState(false);
  function close() {
    setSecret(null);
    setDirty(false);
    onClose();
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={secret ? `Your ${what}` : title}
      description={secret ? undefined : description}
      isDirty={isDirty && secret === null}
    >
      {secret === null ? (
        children({ onMade: setSecret, onDirty: () => setDirty(true) })
      ) : (
        <div className="grid gap-5">
          <SecretOnce what={what} secret={secret} />
          {after?.(secret)}
          <div className="flex justify-end">
            <Button onClick={close}>Done</Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
