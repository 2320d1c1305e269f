import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { seed } from "../seeds/main.js";
import { migrateDatabase } from "./database/migrate.js";
import { execute } from "./launcher/executable.js";
import { launch } from "./launcher/launch.js";
import { welcome } from "./launcher/welcome.js";

/** Children are TypeScript or JavaScript as this file is. */
const entry = (path: string) => fileURLToPath(new URL(path + extname(import.meta.url), import.meta.url));

await execute((env) =>
  launch(env, {
    migrate: migrateDatabase,
    seed,
    api: entry("./api"),
    worker: entry("../workers/main"),
    onReady: (product) => console.log(welcome(product)),
  }),
);
process.exit();
