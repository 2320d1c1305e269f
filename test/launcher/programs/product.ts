import { fileURLToPath } from "node:url";
import { execute } from "../../../src/launcher/executable.js";
import { launch } from "../../../src/launcher/launch.js";

// The launcher with two children that do nothing.
const child = fileURLToPath(new URL("./child.ts", import.meta.url));
await execute((env) =>
  launch(env, {
    migrate: async () => undefined,
    seed: async () => {
      console.log(JSON.stringify({ seeding: true }));
      return { adminPassword: "made up" };
    },
    api: child,
    worker: child,
    onReady: (product) => console.log(JSON.stringify({ ready: product })),
  }),
);
process.exit();
