import "server-only";
import { shared } from "./shared";

const place = (): { url: string | null } => shared("sample-model", () => ({ url: null }));

/** Base URL of the built-in sample model (`http://127.0.0.1:4010/v1`), or null where this instance offers none. */
export const sampleModelUrl = (): string | null => place().url;

/** Says where the sample model answers; null where it no longer does. */
export function setSampleModelUrl(url: string | null): void {
  place().url = url;
}
