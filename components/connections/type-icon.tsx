import {
  AudioLines,
  Cable,
  Cloud,
  Database,
  Globe,
  KeyRound,
  type LucideIcon,
  Plug,
  Search,
  Sparkles,
  SquareTerminal,
  Waypoints,
  Workflow,
} from "lucide-react";
import { cn } from "@/components/ui/cn";

/** Icons that connection types name. */
const ICONS: Readonly<Record<string, LucideIcon>> = {
  "audio-lines": AudioLines,
  cloud: Cloud,
  database: Database,
  globe: Globe,
  "key-round": KeyRound,
  plug: Plug,
  search: Search,
  sparkles: Sparkles,
  "square-terminal": SquareTerminal,
  waypoints: Waypoints,
  workflow: Workflow,
};

const HUES: Readonly<Record<string, string>> = {
  Models: "bg-hue-blue/10 text-hue-blue",
  "Vector stores": "bg-hue-green/10 text-hue-green",
  Databases: "bg-hue-teal/10 text-hue-teal",
  Search: "bg-hue-amber/10 text-hue-amber",
  "Code and audio": "bg-hue-rose/10 text-hue-rose",
  HTTP: "bg-hue-cyan/10 text-hue-cyan",
  MCP: "bg-hue-violet/10 text-hue-violet",
  Platform: "bg-accent/10 text-accent-text",
};

export type TypeIconProps = { icon: string | undefined; group: string | undefined; className?: string | undefined };

export function TypeIcon({ icon = "", group = "", className }: TypeIconProps) {
  const Icon = ICONS[icon] ?? Cable;
  return (
    <span
      aria-hidden
      className={cn(
        "flex size-6 shrink-0 items-center justify-center rounded-md [&_svg]:size-3.5",
        HUES[group] ?? "bg-hover text-muted",
        className,
      )}
    >
      <Icon />
    </span>
  );
}
