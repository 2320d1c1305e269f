import type { Config } from "../config.js";
import { keptSecret } from "../kernel/kept-secret.js";

/** The secret that signs tokens: the configured one, or one that is made once and kept in the home. */
export async function signingSecret(config: Pick<Config, "secret" | "home">): Promise<string> {
  return config.secret ?? keptSecret(config.home, "signing-secret");
}
