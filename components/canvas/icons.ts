import {
  ArrowRight,
  AudioLines,
  Binary,
  Bot,
  Box,
  Boxes,
  Braces,
  Brain,
  BrainCircuit,
  Cloud,
  Code,
  Database,
  FileJson,
  FileText,
  Filter,
  Gem,
  GitBranch,
  Globe,
  ListChecks,
  LogIn,
  LogOut,
  type LucideIcon,
  MessageSquare,
  Network,
  Regex,
  Repeat,
  Search,
  ShieldCheck,
  Sparkles,
  Split,
  SquareFunction,
  TextCursorInput,
  Type,
  Wind,
  Wrench,
} from "lucide-react";
import type { NodeDefinition } from "@/lib/nodes/define";
import { PALETTE } from "@/lib/nodes/palette";

/** Icons by the name a definition gives. Listed one by one, so that only these are sent to the browser. */
export const ICONS: Readonly<Record<string, LucideIcon>> = {
  "arrow-right": ArrowRight,
  "audio-lines": AudioLines,
  binary: Binary,
  bot: Bot,
  box: Box,
  boxes: Boxes,
  braces: Braces,
  brain: Brain,
  "brain-circuit": BrainCircuit,
  cloud: Cloud,
  code: Code,
  database: Database,
  "file-json": FileJson,
  "file-text": FileText,
  filter: Filter,
  gem: Gem,
  "git-branch": GitBranch,
  globe: Globe,
  "list-checks": ListChecks,
  "log-in": LogIn,
  "log-out": LogOut,
  "message-square": MessageSquare,
  network: Network,
  regex: Regex,
  repeat: Repeat,
  search: Search,
  "shield-check": ShieldCheck,
  sparkles: Sparkles,
  split: Split,
  "square-function": SquareFunction,
  "text-cursor-input": TextCursorInput,
  type: Type,
  wind: Wind,
  wrench: Wrench,
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
