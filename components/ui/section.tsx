import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export type SectionProps = {
  title: string;
  description?: ReactNode;
  children: ReactNode;
  tone?: "danger" | undefined;
};

/** A framed part of a settings page: what it is at the left, its controls at the right. */
export function Section({ title, description, children, tone }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cn(
        "grid gap-4 rounded-lg border bg-surface p-5 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] md:gap-8",
        tone === "danger" ? "border-failed/30" : "border-border",
      )}
    >
      <div>
        <h2 id={id} className="font-semibold text-base">
          {title}
        </h2>
        {description && <p className="mt-1 text-muted">{description}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
