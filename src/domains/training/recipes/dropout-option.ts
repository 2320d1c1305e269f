import { z } from "zod";
import type { Localized } from "../../../kernel/localized.js";
import type { ParameterMeta } from "./recipe.specs.js";

/** Of recipes whose networks can be silenced in part while they learn: `explanation` says which part. */
export function dropoutOption(share: number, explanation: Localized) {
  return z
    .number()
    .min(0)
    .max(0.9)
    .default(share)
    .meta({ label: { en: "Dropout", zh: "随机失活率" }, explanation } satisfies ParameterMeta);
}
