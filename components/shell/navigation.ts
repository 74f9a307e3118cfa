import {
  Blocks,
  BookOpen,
  Bot,
  BrainCircuit,
  Cable,
  FlaskConical,
  type LucideIcon,
  MessageSquare,
  Rocket,
  ScrollText,
  Waypoints,
} from "lucide-react";

export type NavigationItem = {
  label: string;
  icon: LucideIcon;
  /** Folder below the project's; null: it is not there yet. */
  folder: string | null;
  /** The key that leads there after `g`. */
  key?: string;
};

/** The sidebar, top to bottom. */
export const NAVIGATION: readonly NavigationItem[] = [
  { label: "Chat", icon: MessageSquare, folder: null },
  { label: "Agents", icon: Bot, folder: "agents", key: "a" },
  { label: "Deployments", icon: Rocket, folder: "deployments", key: "d" },
  { label: "Knowledge Bases", icon: BookOpen, folder: null },
  { label: "Prompts", icon: ScrollText, folder: null },
  { label: "Skills", icon: Blocks, folder: null },
  { label: "Memory", icon: BrainCircuit, folder: null },
  { label: "Connections", icon: Cable, folder: "connections", key: "c" },
  { label: "Evaluations", icon: FlaskConical, folder: null },
  { label: "AI Gateway", icon: Waypoints, folder: null },
];

export const LATER = "Comes with a later release";

/** Pages of an organization's settings. */
export const SETTINGS = [
  { label: "General", folder: "general" },
  { label: "Projects", folder: "projects" },
  { label: "Team", folder: "team" },
  { label: "Invitations", folder: "invitations" },
  { label: "Access Keys", folder: "access-keys" },
] as const;
