/** Groups of the canvas menu, in its order. The hue is the name of a colour token. */
export const PALETTE = [
  { id: "agents", title: "Agents", hue: "violet" },
  { id: "llms", title: "LLMs", hue: "blue" },
  { id: "logic", title: "Logic", hue: "amber" },
  { id: "tools", title: "Tools", hue: "teal" },
  { id: "knowledge", title: "Knowledge", hue: "green" },
  { id: "transformers", title: "Transformers", hue: "cyan" },
  { id: "validators", title: "Validators", hue: "rose" },
] as const;
export type Palette = (typeof PALETTE)[number]["id"];
