import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = {
  "@": fileURLToPath(new URL(".", import.meta.url)),
  // Outside Next there is no such module to guard: what it would refuse, the type check and the build do.
  "server-only": fileURLToPath(new URL("./lib/testing/server-only.ts", import.meta.url)),
};
const exclude = ["**/node_modules/**", ".next/**", "dist/**", "e2e/**"];

export default defineConfig({
  resolve: { alias },
  test: {
    // Vite sets one of its own, which is no URL.
    env: { BASE_URL: "" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: [...exclude, "**/*.db.test.ts", "**/*.process.test.ts"],
          environment: "node",
        },
      },
      {
        extends: true,
        test: {
          name: "ui",
          include: ["**/*.test.tsx"],
          exclude,
          environment: "jsdom",
          setupFiles: ["lib/testing/ui-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude,
          environment: "node",
          globalSetup: ["lib/testing/database-setup.ts"],
          setupFiles: ["lib/testing/database.ts"],
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The program as it is started, built: `npm test` builds it before.
        extends: true,
        test: {
          name: "process",
          include: ["**/*.process.test.ts"],
          exclude,
          environment: "node",
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
