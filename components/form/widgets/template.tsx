"use client";

import { Braces } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { fieldClass } from "@/components/ui/input";
import { useVariablePicker } from "./variable-picker";
import type { PickableVariable, WidgetContext, WidgetProps } from "./widget";

export type TemplateFieldProps = {
  id?: string | undefined;
  label?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  context: WidgetContext;
  rows?: number | undefined;
  placeholder?: string | undefined;
  isMono?: boolean | undefined;
  describedBy?: string | undefined;
  isInvalid?: boolean | undefined;
  /** What a picked variable becomes in the text. */
  insert?: ((variable: PickableVariable) => string) | undefined;
};

/** A slash asks for variables where no address or path is being typed: at the start and after a space or bracket. */
const ASKS = /(?:^|[\s{("'[,:])\/([\w.-]*)$/;

/** Text in which `/` offers variables. A variable stands in it as `{{name}}`. */
export function TemplateField(props: TemplateFieldProps) {
  const { id, label, value, onChange, context, rows = 4, placeholder, isMono = false, describedBy, isInvalid } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const picker = useVariablePicker(context.variables, box, pick);

  function pick(variable: PickableVariable) {
    const field = area.current;
    if (!field) return;
    const caret = field.selectionStart;
    const before = value.slice(0, caret);
    const asked = ASKS.exec(before);
    const start = asked ? caret - (asked[1] ?? "").length - 1 : caret;
    const text = props.insert ? props.insert(variable) : `{{${context.nameInTemplate(variable)}}}`;
    // Inside braces that are there already only the name goes in.
    const isInBraces = /\{\{\s*$/.test(value.slice(0, start));
    const put = isInBraces ? text.replace(/^\{\{|\}\}$/g, "") : text;
    onChange(value.slice(0, start) + put + value.slice(caret));
    picker.close();
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(start + put.length, start + put.length);
    });
  }

  return (
    <div ref={box} className="relative">
      <textarea
        {...picker.aria}
        id={id}
        ref={area}
        aria-label={label}
        aria-multiline="true"
        aria-describedby={describedBy}
        aria-invalid={isInvalid || undefined}
        rows={rows}
        value={value}
        placeholder={placeholder ?? "Type / for a variable"}
        spellCheck={!isMono}
        className={cn(fieldClass, "field-sizing-content max-h-96 resize-y py-1.5 pr-9", isMono && "font-mono text-xs")}
        style={{ minHeight: rows * 20 + 14 }}
        onChange={(event) => {
          onChange(event.target.value);
          const asked = ASKS.exec(event.target.value.slice(0, event.target.selectionStart));
          if (asked) picker.setQuery(asked[1] ?? "");
          else picker.close();
        }}
        onKeyDown={(event) => void picker.onKey(event)}
        onBlur={() => picker.close()}
      />
      <IconButton
        label="Insert a variable"
        className="absolute top-0.5 right-0.5 size-7"
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => {
          area.current?.focus();
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

export function TemplateWidget({ id, field, value, onChange, context, describedBy, isInvalid }: WidgetProps) {
  const isCode = field.widget === "code";
  return (
    <TemplateField
      id={id}
      value={typeof value === "string" ? value : ""}
      onChange={onChange}
      context={context}
      rows={isCode ? 8 : 2}
      isMono={isCode}
      describedBy={describedBy}
      isInvalid={isInvalid}
    />
  );
}
