import Link from "next/link";
import { cn } from "@/components/ui/cn";

/** A path that branches and comes together: what people draw here. */
export function Mark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={cn("size-6", className)}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path
        d="M6.5 12h2.2c2 0 2-4.5 4-4.5h1.3M8.7 12c2 0 2 4.5 4 4.5h1.3"
        fill="none"
        strokeWidth="1.6"
        strokeLinecap="round"
        className="stroke-accent-contrast"
      />
      <circle cx="6.2" cy="12" r="1.9" className="fill-accent-contrast" />
      <circle cx="16.4" cy="7.5" r="1.9" className="fill-accent-contrast" />
      <circle cx="16.4" cy="16.5" r="1.9" className="fill-accent-contrast" />
    </svg>
  );
}

export function Logo({ className }: { className?: string | undefined }) {
  return (
    <Link href="/" className={cn("flex items-center gap-2 font-semibold text-base tracking-tight", className)}>
      <Mark />
      Dynamiq
    </Link>
  );
}
