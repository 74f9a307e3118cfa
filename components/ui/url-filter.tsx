"use client";

import { Select, type SelectOption } from "./select";
import { useUrlState } from "./use-url-state";

export type UrlFilterProps = {
  label: string;
  /** Name of the parameter in the URL. */
  name: string;
  /** The option with the empty value means "all". */
  options: readonly SelectOption[];
  className?: string | undefined;
};

/** Narrows the list of the page; the choice lives in the URL. */
export function UrlFilter({ label, name, options, className }: UrlFilterProps) {
  const url = useUrlState();
  return (
    <Select
      aria-label={label}
      options={options}
      value={url.get(name)}
      onValueChange={(value) => url.set({ [name]: value, page: null })}
      className={className ?? "w-40"}
    />
  );
}
