import { z } from "zod";
import { ack, contract, one } from "@/lib/core/contract";
import { Id } from "@/lib/core/fields";

export const Person = z.object({
  id: Id,
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  timezone: z.string(),
});
export type Person = z.infer<typeof Person>;

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email("This is not an e-mail address."));

/** Length is what makes a password hard to guess; nothing else is asked of it. */
export const Password = z
  .string()
  .min(10, "Use 10 characters or more.")
  .max(256, "A password has 256 characters at most.");

export const Register = z.object({
  email: Email,
  password: Password,
  first_name: z.string().trim().max(80).default(""),
  last_name: z.string().trim().max(80).default(""),
  /** The secret of an invitation link; needed after the first account unless registration is open. */
  invitation: z.string().max(200).optional(),
});
export type Register = z.infer<typeof Register>;

export const register = contract({
  method: "POST",
  path: "/v1/auth/register",
  summary: "Create an account: the first one, an invited one, or any where registration is open",
  tag: "People",
  accepts: [],
  body: Register,
  reply: one(Person),
});

export const getMe = contract({
  method: "GET",
  path: "/v1/me",
  summary: "The person the token belongs to",
  tag: "People",
  accepts: ["session", "pat"],
  reply: one(Person),
});

export const UpdateMe = z.object({
  first_name: z.string().trim().max(80).optional(),
  last_name: z.string().trim().max(80).optional(),
  timezone: z
    .string()
    .refine(
      (zone) => Intl.supportedValuesOf("timeZone").includes(zone) || zone === "UTC",
      "Choose a time zone by its IANA name.",
    )
    .optional(),
});
export type UpdateMe = z.infer<typeof UpdateMe>;

export const updateMe = contract({
  method: "PUT",
  path: "/v1/me",
  summary: "Change one's own name or time zone",
  tag: "People",
  accepts: ["session", "pat"],
  body: UpdateMe,
  reply: one(Person),
});

export const ChangePassword = z.object({ current_password: z.string().max(256), new_password: Password });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const changePassword = contract({
  method: "PUT",
  path: "/v1/me/password",
  summary: "Change one's own password, and sign out every other browser",
  tag: "People",
  accepts: ["session"],
  body: ChangePassword,
  reply: ack(),
});

export const signOutEverywhere = contract({
  method: "POST",
  path: "/v1/me/sign-out-everywhere",
  summary: "End every browser session of one's own",
  tag: "People",
  accepts: ["session", "pat"],
  reply: ack(),
});
