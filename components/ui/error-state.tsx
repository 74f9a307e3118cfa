"use client";

import { CircleAlert, RotateCw } from "lucide-react";
import { Button } from "./button";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

export type ErrorStateProps = {
  title?: string | undefined;
  message: string;
  requestId?: string | null | undefined;
  /** What the id is, where it is not the request's. */
  idName?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** It is the whole page, so its title is the page's. */
  isPage?: boolean | undefined;
  className?: string | undefined;
};

/** Something could not be shown: what happened, another try, and the id to give to the operator. */
export function ErrorState({
  title,
  message,
  requestId,
  idName = "Request id",
  onRetry,
  isPage = false,
  className,
}: ErrorStateProps) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div
      role="alert"
      className={cn(
        "flex flex-col items-center rounded-lg border border-border bg-surface px-6 py-14 text-center",
        className,
      )}
    >
      <CircleAlert aria-hidden className="mb-3 size-6 text-failed" />
      <Title className="font-semibold text-base">{title ?? "This could not be loaded"}</Title>
      <p className="mt-1 max-w-md text-muted">{message}</p>
      {requestId && (
        <p className="mt-2 flex items-center gap-1 text-muted text-xs">
          {idName} <code className="font-mono">{requestId}</code>
          <CopyButton text={requestId} label={`Copy ${idName.toLowerCase()}`} />
        </p>
      )}
      {onRetry && (
        <Button className="mt-4" onClick={onRetry}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </div>
  );
}
