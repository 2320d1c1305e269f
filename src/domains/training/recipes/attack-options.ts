import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** Of recipes whose pictures can be attacked while they train: spread them into its parameters. */
export const attackOptions = {
  adversarialShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({
      label: { en: "Adversarial share", zh: "对抗样本比例" },
      explanation: {
        en: "Share of each batch that is shown as an attacker would have it: every pixel a little lighter or darker, in the direction that misleads the network most at the moment. It makes the network harder to mislead and each step longer. 0 is none; 0.5 is usual.",
        zh: "每批中以攻击者方式呈现的图像比例：每个像素略微变亮或变暗，方向取当前最能误导网络者。可提高鲁棒性，但每步更慢。0 表示不使用，通常取 0.5。",
      },
    } satisfies ParameterMeta),
  adversarialStep: z
    .number()
    .min(0.001)
    .max(0.5)
    .default(0.1)
    .meta({
      label: { en: "Adversarial step", zh: "对抗扰动幅度" },
      explanation: {
        en: "How much lighter or darker a pixel may become, of the whole range from black to white.",
        zh: "像素亮度可改变的幅度，占黑白全范围的比例。",
      },
    } satisfies ParameterMeta),
};
