"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

export type KeyValuesProps = {
  label: string;
  value: Readonly<Record<string, string>>;
  onChange: (value: Record<string, string>) => void;
  id?: string | undefined;
  isSecret?: boolean | undefined;
};

type Pair = { readonly id: number; readonly name: string; readonly text: string };

/** Names with a text each: headers, query parameters. A line without a name is not part of the value. */
export function KeyValues({ label, value, onChange, id, isSecret = false }: KeyValuesProps) {
  const [pairs, setPairs] = useState<readonly Pair[]>(() =>
    Object.entries(value).map(([name, text], index) => ({ id: index, name, text })),
  );

  function change(next: readonly Pair[]) {
    setPairs(next);
    onChange(
      Object.fromEntries(next.filter(({ name }) => name.trim() !== "").map(({ name, text }) => [name.trim(), text])),
    );
  }

  return (
    <fieldset id={id} aria-label={label} className="grid gap-1.5">
      {pairs.map((pair, index) => (
        <div key={pair.id} className="flex gap-1.5">
          <Input
            aria-label={`${label}: name ${index + 1}`}
            placeholder="Name"
            value={pair.name}
            autoComplete="off"
            onChange={(event) =>
              change(pairs.map((one) => (one === pair ? { ...one, name: event.target.value } : one)))
            }
          />
          <Input
            aria-label={`${label}: value ${index + 1}`}
            placeholder="Value"
            type={isSecret ? "password" : "text"}
            value={pair.text}
            autoComplete="off"
            onChange={(event) =>
              change(pairs.map((one) => (one === pair ? { ...one, text: event.target.value } : one)))
            }
          />
          <IconButton
            label={`Remove ${pair.name || `line ${index + 1}`}`}
            onClick={() => change(pairs.filter((one) => one !== pair))}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() =>
          setPairs([...pairs, { id: Math.max(-1, ...pairs.map((pair) => pair.id)) + 1, name: "", text: "" }])
        }
      >
        <Plus aria-hidden />
        Add
      </Button>
    </fieldset>
  );
}
