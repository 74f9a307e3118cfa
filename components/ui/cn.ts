import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { theme: { text: ["2xs"], shadow: ["float"] } } });

/** Class names put together; of two that set the same property the last one counts. */
export const cn = (...names: ClassValue[]): string => merge(clsx(names));
