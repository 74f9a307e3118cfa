import type { JsonObject } from "@/lib/core/json";
import type { NodeDefinition } from "@/lib/nodes/define";
import { PALETTE, type Palette } from "@/lib/nodes/palette";
import type { DocumentNode } from "./document";

/** Something the palette offers: a node type, or one of its presets. */
export type PaletteEntry = {
  readonly key: string;
  readonly type: string;
  readonly palette: Palette;
  readonly title: string;
  readonly description: string;
  readonly icon: string;
  readonly slug: string;
  readonly connections: readonly string[];
  readonly initial: JsonObject;
};

export type PaletteGroup = { readonly id: Palette; readonly title: string; readonly entries: readonly PaletteEntry[] };

export function paletteEntries(definitions: readonly NodeDefinition[]): readonly PaletteEntry[] {
  return definitions.flatMap((definition) => {
    const { type, connections } = definition;
    const own = definition.palette ? [{ ...definition, palette: definition.palette }] : [];
    const presets = definition.presets.map((preset) => ({
      ...preset,
      initial: { ...definition.initial, ...preset.initial },
    }));
    return [...own, ...presets].map(({ palette, title, description, icon, slug, initial }) => ({
      key: `${type}#${slug}`,
      type,
      palette,
      title,
      description,
      icon,
      slug,
      connections,
      initial,
    }));
  });
}

/** The entries that fit every word, by group; a group without one is left out. */
export function paletteGroups(entries: readonly PaletteEntry[], query: string): readonly PaletteGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return PALETTE.flatMap(({ id, title }) => {
    const fitting = entries.filter(
      (entry) =>
        entry.palette === id &&
        words.every((word) => `${entry.title} ${entry.description} ${title}`.toLowerCase().includes(word)),
    );
    return fitting.length > 0 ? [{ id, title, entries: fitting }] : [];
  });
}

/** A fresh node; with the first connection it can use, so that it works at once. Real models come before the sample. */
export function freshNode(
  entry: PaletteEntry,
  connections: readonly { readonly id: string; readonly type: string; readonly is_sample: boolean }[],
): DocumentNode {
  const fitting = connections.filter(({ type }) => entry.connections.includes(type));
  const connection = fitting.find(({ is_sample }) => !is_sample) ?? fitting[0];
  return {
    id: entry.slug,
    name: entry.slug,
    type: entry.type,
    depends: [],
    ...structuredClone(entry.initial),
    ...(connection && { connection: connection.id }),
    // The model's name that the built-in stand-in lists, so that nobody takes its answers for a real model's.
    ...(connection?.is_sample && "model" in entry.initial && { model: "sample" }),
  };
}
