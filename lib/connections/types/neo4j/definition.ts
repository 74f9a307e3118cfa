import { z } from "zod";
import { defineConnection, secretField, switchField, textField } from "../../define";

export const neo4j = defineConnection({
  type: "dynamiq.connections.Neo4j",
  title: "Neo4j",
  group: "Databases",
  help: "The Bolt address of the database (neo4j+s:// for Aura) and its user.",
  icon: "waypoints",
  canTest: true,
  fields: z.object({
    uri: textField({
      title: "URI",
      env: "NEO4J_URI",
      placeholder: "neo4j+s://xyz.databases.neo4j.io",
      isRequired: true,
      isDestination: true,
      address: "bolt",
    }),
    username: textField({ title: "User name", env: "NEO4J_USERNAME", isRequired: true }),
    password: secretField({ title: "Password", env: "NEO4J_PASSWORD", isRequired: true }),
    database: textField({ title: "Database", description: "The user's own where left empty.", env: "NEO4J_DATABASE" }),
    connectivity_verification_enabled: switchField({
      title: "Verify the connection when it is opened",
      fallback: true,
    }),
  }),
});
