"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";
import { type ButtonLook, buttonClass } from "./button-class";
import { cn } from "./cn";
import { Tooltip } from "./tooltip";

export type ButtonProps = ComponentProps<"button"> &
  ButtonLook & {
    /** Why it cannot be used now. The button stays reachable, so that the reason can be read. */
    disabledReason?: string | undefined;
    /** Work it started is under way: it shows so and takes no second press. */
    isPending?: boolean | undefined;
  };

export function Button({
  variant,
  size,
  className,
  disabledReason,
  isPending = false,
  type = "button",
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const isBlocked = disabledReason !== undefined || isPending;
  const button = (
    <button
      {...rest}
      type={type}
      aria-disabled={isBlocked || undefined}
      aria-busy={isPending || undefined}
      className={cn(buttonClass({ variant, size }), className)}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        if (isBlocked) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {isPending && <LoaderCircle aria-hidden className="animate-spin" />}
      {isPending && size === "icon" ? null : children}
    </button>
  );
  return disabledReason ? <Tooltip label={disabledReason}>{button}</Tooltip> : button;
}

export type IconButtonProps = Omit<ButtonProps, "size" | "children"> & {
  /** Its name, for ears and as a tooltip. */
  label: string;
  children: ButtonProps["children"];
};

export function IconButton({
  label,
  variant = "ghost",
  children,
  className,
  disabledReason,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={disabledReason ?? label}>
      <Button
        {...rest}
        aria-label={label}
        variant={variant}
        size="icon"
        className={className}
        {...(disabledReason !== undefined && { "aria-disabled": true, onClick: undefined, type: "button" })}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
