import { z } from "zod";
import { defineConnection, hostField, portField, secretField, textField } from "../../define";

export const postgresql = defineConnection({
  type: "dynamiq.connections.PostgreSQL",
  title: "PostgreSQL",
  group: "Databases",
  help: "A PostgreSQL database. Give its user no more rights than the workflows need.",
  icon: "database",
  canTest: true,
  fields: z.object({
    host: hostField({ title: "Host", env: "POSTGRESQL_HOST", fallback: "localhost", isRequired: true }),
    port: portField({ title: "Port", env: "POSTGRESQL_PORT", fallback: 5432, isRequired: true }),
    database: textField({ title: "Database", env: "POSTGRESQL_DATABASE", fallback: "db", isRequired: true }),
    user: textField({ title: "User", env: "POSTGRESQL_USER", fallback: "postgres", isRequired: true }),
    password: secretField({ title: "Password", env: "POSTGRESQL_PASSWORD" }),
  }),
});
