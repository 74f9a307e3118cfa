import "server-only";
import { shared } from "./shared";

const address = () => shared<{ url: string | null }>("sample-model", () => ({ url: null }));

/** Where this process's sample model answers (an OpenAI base URL, ending in `/v1`), or null where it is off. */
export const sampleModelUrl = (): string | null => address().url;

/** For whoever starts and stops it. */
export function setSampleModelUrl(url: string | null): void {
  address().url = url;
}
