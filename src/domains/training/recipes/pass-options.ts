import { z } from "zod";
import type { Localized } from "../../../kernel/localized.js";
import type { ParameterMeta } from "./recipe.specs.js";

/** A number from 1 to `most`, and what it does in the recipe's own words. */
interface Count {
  usual: number;
  most: number;
  explanation: Localized;
}

/** How a recipe passes over its training part: how often, and by how many rows at a time. `unit` is what the recipe calls its rows. */
export function passOptions({ epochs, batchSize }: { epochs: Count; batchSize: Count & { unit: string } }) {
  return {
    epochs: z
      .int()
      .min(1)
      .max(epochs.most)
      .default(epochs.usual)
      .meta({
        label: { en: "Epochs", zh: "训练轮数" },
        explanation: epochs.explanation,
        unit: "epochs",
      } satisfies ParameterMeta),
    batchSize: z
      .int()
      .min(1)
      .max(batchSize.most)
      .default(batchSize.usual)
      .meta({
        label: { en: "Batch size", zh: "批大小" },
        explanation: batchSize.explanation,
        unit: batchSize.unit,
      } satisfies ParameterMeta),
  };
}
