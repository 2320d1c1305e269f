import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** What rows of the classes count in the loss: all alike, or so that all classes do. */
export type ClassWeighting = "none" | "balanced";

/** Of every recipe that learns classes: spread it into its parameters. */
export const classWeightOptions = {
  classWeights: z
    .enum(["none", "balanced"])
    .default("none")
    .meta({
      label: { en: "Class weights", zh: "类别权重" },
      explanation: {
        en: "none counts every training row alike, so common classes count most. balanced weighs a row by the inverse of its class's frequency: rare classes are found more often, at the price of false alarms.",
        zh: "none 对每个训练行一视同仁，因此常见类影响最大；balanced 按类别频率的倒数加权，稀有类更容易被识别，但误报也会增加。",
      },
    } satisfies ParameterMeta),
};
