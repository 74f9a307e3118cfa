import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const TONES = {
  info: { icon: Info, className: "border-border bg-sunken [&>svg]:text-muted" },
  warning: { icon: TriangleAlert, className: "border-waiting/30 bg-waiting/8 [&>svg]:text-waiting" },
  danger: { icon: CircleAlert, className: "border-failed/30 bg-failed/8 [&>svg]:text-failed" },
};

export type NoticeProps = {
  tone?: keyof typeof TONES | undefined;
  children: ReactNode;
  className?: string | undefined;
  role?: "status" | "alert" | undefined;
};

/** A few words set apart, beside what they are about. */
export function Notice({ tone = "info", children, className, role }: NoticeProps) {
  const { icon: Icon, className: look } = TONES[tone];
  return (
    <div role={role} className={cn("flex gap-2 rounded-lg border px-3 py-2", look, className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
