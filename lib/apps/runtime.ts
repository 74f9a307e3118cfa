/** What runs every app: this process. The platform's clients read a runtime from each app and deployment. */
export const RUNTIME = { id: "built-in", version: "1", label: "Built-in" } as const;
