import {
  ArrowRight,
  Box,
  Braces,
  Cloud,
  Feather,
  FileJson,
  Gem,
  Globe,
  ListChecks,
  LogIn,
  LogOut,
  type LucideIcon,
  Regex,
  Repeat,
  Server,
  Shapes,
  Sparkles,
  Split,
  TextCursorInput,
  Wind,
} from "lucide-react";
import type { NodeDefinition } from "@/lib/nodes/define";
import { PALETTE } from "@/lib/nodes/palette";

/** Icons by the name a definition gives. Listed one by one, so that only these are sent to the browser. */
export const ICONS: Readonly<Record<string, LucideIcon>> = {
  "arrow-right": ArrowRight,
  braces: Braces,
  cloud: Cloud,
  feather: Feather,
  "file-json": FileJson,
  gem: Gem,
  globe: Globe,
  "list-checks": ListChecks,
  "log-in": LogIn,
  "log-out": LogOut,
  regex: Regex,
  repeat: Repeat,
  server: Server,
  shapes: Shapes,
  sparkles: Sparkles,
  split: Split,
  "text-cursor-input": TextCursorInput,
  wind: Wind,
};

export const iconOf = (name: string | undefined): LucideIcon => ICONS[name ?? ""] ?? Box;

const HUES: Readonly<Record<string, string>> = {
  violet: "text-hue-violet bg-hue-violet/10",
  blue: "text-hue-blue bg-hue-blue/10",
  amber: "text-hue-amber bg-hue-amber/10",
  teal: "text-hue-teal bg-hue-teal/10",
  green: "text-hue-green bg-hue-green/10",
  cyan: "text-hue-cyan bg-hue-cyan/10",
  rose: "text-hue-rose bg-hue-rose/10",
};

const byPalette = new Map<string, string>(PALETTE.map(({ id, hue }) => [id, HUES[hue] ?? ""]));

/** The look of a group's icon. Input, Output and what is not offered are neutral. */
export const hueOf = (palette: NodeDefinition["palette"] | undefined): string =>
  byPalette.get(palette ?? "") ?? "text-muted bg-hover";
