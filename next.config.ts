import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
  // `npm run check` looks at the types; whoever only starts the program need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Native or process-wide modules: loaded by Node once, not bundled into each route.
  serverExternalPackages: [
    "pg",
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "undici",
    "pino",
    "prom-client",
  ],
};

export default config;
