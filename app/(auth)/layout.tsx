import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-10 sm:justify-center">
      <Logo className="mb-8" />
      <div className="w-full max-w-sm rounded-xl border border-border bg-surface p-6 sm:p-8">{children}</div>
    </main>
  );
}
