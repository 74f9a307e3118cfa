"use client";

import { Braces, X } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { fieldClass } from "@/components/ui/input";
import { useVariablePicker } from "./variable-picker";
import type { PickableVariable, WidgetContext } from "./widget";

export type MappingFieldProps = {
  id?: string | undefined;
  label?: string | undefined;
  /** A JSONPath, or text that is taken as it is. */
  value: string;
  onChange: (value: string) => void;
  context: Pick<WidgetContext, "variables" | "tokenOf">;
  placeholder?: string | undefined;
  describedBy?: string | undefined;
  isInvalid?: boolean | undefined;
};

/** A value for one input: a variable, shown as a token, or text. `/` offers the variables. */
export function MappingField({
  id,
  label,
  value,
  onChange,
  context,
  placeholder = "Type / for a variable",
  describedBy,
  isInvalid,
}: MappingFieldProps) {
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const picker = useVariablePicker(context.variables, box, pick);
  const token = value === "" ? null : context.tokenOf(value);

  function pick(variable: PickableVariable) {
    onChange(variable.path);
    picker.close();
    requestAnimationFrame(() => input.current?.focus());
  }

  return (
    <div
      ref={box}
      className={cn(
        fieldClass,
        "relative flex h-8 items-center gap-1 py-0 pr-8 pl-1.5 focus-within:border-focus focus-within:outline-1 focus-within:outline-focus",
        isInvalid && "border-failed",
      )}
    >
      {token !== null && (
        <span className="inline-flex h-5 min-w-0 shrink items-center gap-1 rounded-sm bg-accent/10 pr-0.5 pl-1.5 font-mono text-accent-text text-xs dark:bg-accent/20">
          <span className="truncate" title={value}>
            {token}
          </span>
          <button
            type="button"
            aria-label={`Remove ${token}`}
            className="rounded-sm p-0.5 hover:bg-accent/20"
            onClick={() => {
              onChange("");
              input.current?.focus();
            }}
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      )}
      <input
        {...picker.aria}
        id={id}
        ref={input}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={isInvalid || undefined}
        value={token === null ? value : ""}
        placeholder={token === null ? placeholder : ""}
        autoComplete="off"
        spellCheck={false}
        className="h-full min-w-8 flex-1 bg-transparent px-1 text-sm outline-none"
        onChange={(event) => {
          const text = event.target.value;
          if (token !== null) {
            // Beside a token there is room for a question only; other text takes its place.
            if (text.startsWith("/")) picker.setQuery(text.slice(1));
            else onChange(text);
            return;
          }
          const asked = /^\/([\w.-]*)$/.exec(text);
          onChange(text);
          if (asked) picker.setQuery(asked[1] ?? "");
          else picker.close();
        }}
        onKeyDown={(event) => {
          if (picker.onKey(event)) return;
          if (token !== null && event.key === "Backspace") {
            event.preventDefault();
            onChange("");
          }
          if (token !== null && event.key === "/") {
            event.preventDefault();
            picker.open();
          }
        }}
        onBlur={() => {
          picker.close();
          if (/^\/[\w.-]*$/.test(value)) onChange("");
        }}
      />
      <IconButton
        label="Choose a variable"
        className="absolute right-0.5 size-7"
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => {
          input.current?.focus();
          if (picker.isOpen) picker.close();
          else picker.open();
        }}
      >
        <Braces aria-hidden />
      </IconButton>
      {picker.list}
    </div>
  );
}
