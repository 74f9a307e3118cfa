import "server-only";

/**
 * Makes the data keys ready; at the very first start makes the first one. Call it once at boot.
 *
 * @throws Error, one sentence for the operator, where the master key is missing, too short or not this database's.
 */
export async function openKeyRing(): Promise<void> {
  throw new Error("Not built yet.");
}
