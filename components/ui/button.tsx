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

/** `isBlocked` keeps it reachable, but takes its presses and, where it submits, its form's. */
function BareButton({
  variant,
  size,
  className,
  isBlocked,
  isPending = false,
  type = "button",
  onClick,
  children,
  ...rest
}: Omit<ButtonProps, "disabledReason"> & { isBlocked: boolean }) {
  return (
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
}

export function Button({ disabledReason, isPending = false, ...rest }: ButtonProps) {
  const isBlocked = disabledReason !== undefined || isPending;
  const button = <BareButton {...rest} isPending={isPending} isBlocked={isBlocked} />;
  return disabledReason ? <Tooltip label={disabledReason}>{button}</Tooltip> : button;
}

export type IconButtonProps = Omit<ButtonProps, "size" | "aria-label"> & {
  /** Its name, for ears and as a tooltip. */
  label: string;
};

export function IconButton({ label, variant = "ghost", disabledReason, isPending = false, ...rest }: IconButtonProps) {
  const isBlocked = disabledReason !== undefined || isPending;
  return (
    <Tooltip label={disabledReason ?? label}>
      <BareButton
        {...rest}
        aria-label={label}
        variant={variant}
        size="icon"
        isPending={isPending}
        isBlocked={isBlocked}
      />
    </Tooltip>
  );
}
