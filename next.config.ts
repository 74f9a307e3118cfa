import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
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
