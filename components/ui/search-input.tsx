"use client";

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "./cn";
import { Input } from "./input";
import { useUrlState } from "./use-url-state";

export type SearchInputProps = {
  label: string;
  /** Name of the parameter in the URL. */
  name?: string | undefined;
  className?: string | undefined;
};

const PAUSE_MS = 250;

/** Searches the list of the page; what is searched for lives in the URL. `/` focuses it. */
export function SearchInput({ label, name = "search", className }: SearchInputProps) {
  const url = useUrlState();
  const inUrl = url.get(name);
  const [text, setText] = useState(inUrl);
  const [sent, setSent] = useState(inUrl);
  const input = useRef<HTMLInputElement>(null);
  if (inUrl !== sent) {
    // Back, forward or a link changed it: what is typed follows.
    setSent(inUrl);
    setText(inUrl);
  }

  const { set } = url;
  useEffect(() => {
    if (text.trim() === inUrl) return;
    const timer = setTimeout(() => {
      setSent(text.trim());
      set({ [name]: text.trim(), page: null });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, inUrl, name, set]);

  return (
    <div className={cn("relative w-full sm:max-w-72", className)}>
      <Search
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2.5 size-4 text-muted"
      />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        data-page-search
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {text && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => {
            setText("");
            input.current?.focus();
          }}
          className="-translate-y-1/2 absolute top-1/2 right-1.5 rounded-sm p-1 text-muted hover:text-text"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}
