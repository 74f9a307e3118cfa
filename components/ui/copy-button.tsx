"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";
import { copyText } from "./copy-text";

export type CopyButtonProps = {
  /** What is copied; asked for when the button is pressed. */
  text: string | (() => string);
  label?: string | undefined;
  className?: string | undefined;
};

export function CopyButton({ text, label = "Copy", className }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);

  return (
    <>
      <IconButton
        label={
          state === "copied" ? "Copied" : state === "failed" ? "Copying was refused: select the text instead" : label
        }
        className={cn("size-6 [&_svg]:size-3.5", className)}
        onClick={() => {
          void copyText(typeof text === "string" ? text : text()).then((isDone) =>
            setState(isDone ? "copied" : "failed"),
          );
        }}
      >
        {state === "copied" ? <Check aria-hidden className="text-succeeded" /> : <Copy aria-hidden />}
      </IconButton>
      <span role="status" className="sr-only">
        {state === "copied" ? "Copied" : ""}
      </span>
    </>
  );
}
