/** Who is asking. The same verb serves a person, a key and a job. */
export type Actor =
  | { readonly kind: "anonymous" }
  | { readonly kind: "person"; readonly userId: string; readonly via: "session" | "pat" }
  | {
      readonly kind: "access_key";
      readonly keyId: string;
      readonly organizationId: string;
      /** Null: every project of the organization. */
      readonly projectId: string | null;
    }
  /** The process itself: start-up, sweeps. */
  | { readonly kind: "system" };

export type Context = { readonly actor: Actor; readonly requestId: string };

/** The person who is asking, or null: keys act for an organization, never for a person. */
export const userIdOf = ({ actor }: Context): string | null => (actor.kind === "person" ? actor.userId : null);
