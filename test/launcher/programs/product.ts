import { fileURLToPath } from "node:url";
import { StartupError } from "../../../src/kernel/startup-error.js";
import { execute } from "../../../src/launcher/executable.js";
import { launch } from "../../../src/launcher/launch.js";

// The launcher with two children that do nothing, and a show that SHOW makes fail or go on for ever.
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
    onReady: async (product) => {
      console.log(JSON.stringify({ ready: product }));
      if (env.SHOW === "fails") throw new StartupError("The show failed.");
      if (env.SHOW === "goes on") await new Promise(() => undefined);
    },
  }),
);
process.exit();
