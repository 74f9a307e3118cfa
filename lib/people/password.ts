import "server-only";
import { randomBytes } from "node:crypto";
import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { shared } from "@/lib/process/shared";

/** Argon2id as OWASP advises it: 19 MiB and two passes, some 30 ms of one core. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A password as it is kept. The same text typed on another keyboard or system is the same password. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize("NFKC"), COST);

/** Whether the password is the one that was hashed. Where there is none (`null`), it takes as long and is false. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const decoy = await decoyHash();
  const isRight = await verify(passwordHash ?? decoy, password.normalize("NFKC"));
  return isRight && passwordHash !== null;
}

const decoyHash = (): Promise<string> => shared("decoy-password", () => hashPassword(randomBytes(32).toString("hex")));
