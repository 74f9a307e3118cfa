"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";
import { copyText } from "./copy-text";
import { Notice } from "./notice";

export type SecretOnceProps = {
  /** What it is: "Access Key". */
  what: string;
  secret: string;
};

/** A secret in the one moment it is known: to be copied now, for it is not shown again. */
export function SecretOnce({ what, secret }: SecretOnceProps) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="grid gap-3">
      <Notice tone="warning">Copy the {what} now. It is not kept in readable form and will not be shown again.</Notice>
      <div className="flex items-start gap-2 rounded-lg border border-border bg-sunken p-2">
        <KeyRound aria-hidden className="mt-1.5 ml-1 size-4 shrink-0 text-muted" />
        <code data-testid="secret" className="min-w-0 flex-1 select-all break-all py-1 font-mono text-xs leading-5">
          {secret}
        </code>
        <Button
          size="sm"
          variant={isCopied ? "secondary" : "primary"}
          onClick={() => {
            void copyText(secret).then(setCopied);
          }}
        >
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </div>
      <span role="status" className="sr-only">
        {isCopied ? `${what} copied` : ""}
      </span>
    </div>
  );
}
