"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { cn } from "./cn";

const CHOICES = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

const never = () => () => {};

/** Light, dark, or as the system has it. */
export function ThemeToggle({ className }: { className?: string | undefined }) {
  const { theme, setTheme } = useTheme();
  // Only the browser knows what was chosen.
  const chosen = useSyncExternalStore(
    never,
    () => theme,
    () => undefined,
  );
  return (
    <fieldset className={cn("inline-flex rounded-lg border border-border bg-sunken p-0.5", className)}>
      <legend className="sr-only">Theme</legend>
      {CHOICES.map(({ value, label, icon: Icon }) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen === value}
          onClick={() => setTheme(value)}
          className="inline-flex h-7 items-center gap-1.5 rounded-md px-2.5 text-muted text-xs transition-colors duration-150 hover:text-text aria-pressed:bg-surface aria-pressed:text-text aria-pressed:shadow-[0_0_0_1px_var(--border)]"
        >
          <Icon aria-hidden className="size-3.5" />
          {label}
        </button>
      ))}
    </fieldset>
  );
}
