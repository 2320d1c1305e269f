import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** Of every recipe whose trainer says its `patience` and loads weights: spread them into its parameters. */
export const stoppingOptions = {
  patience: z
    .int()
    .min(0)
    .max(100)
    .default(0)
    .meta({
      label: { en: "Patience", zh: "早停耐心" },
      explanation: {
        en: "After so many epochs without a better validation loss the run stops, and keeps the weights of its best epoch. 0 trains to the end and keeps the last weights; so does a federated run.",
        zh: "验证损失连续这么多轮没有改善时提前停止，并保留最佳一轮的权重；0 表示训练到底并保留最后的权重；联邦训练始终训练到底。",
      },
      unit: "epochs",
    } satisfies ParameterMeta),
};
