import type { ComponentProps } from "react";

/** What scrolls by itself: it has a name and can be reached, so that the arrow keys scroll it. */
export function ScrollRegion({ label, ...rest }: Omit<ComponentProps<"section">, "aria-label"> & { label: string }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it only a mouse could scroll
  return <section {...rest} aria-label={label} tabIndex={0} />;
}
