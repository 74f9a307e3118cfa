import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/people/sign-in-form";
import { optionalPageContext } from "@/lib/auth/page-context";
import { registrationMode } from "@/lib/people/registration";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage() {
  if (await optionalPageContext()) redirect("/");
  const mode = await registrationMode();
  if (mode === "first") redirect("/signup");
  return <SignInForm isRegistrationOpen={mode === "open"} />;
}
