import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** Of recipes that can be trained with differential privacy: spread them into its parameters. */
export const privacyOptions = {
  privacyNoise: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .meta({
      label: { en: "Privacy noise", zh: "隐私噪声" },
      explanation: {
        en: "Noise on each step's gradients, as a multiple of what one row may contribute: the trained weights then tell little of any single row, and the metric epsilon says how little. Rows of a batch are drawn independently, and each is differentiated alone, which takes many times as long. 0 is no privacy; 1 is a start.",
        zh: "每步梯度上所加的噪声，为单行数据最大贡献的倍数：训练出的权重几乎不泄露任何一行的信息，指标 epsilon 表示泄露的上限。批次中各行独立抽取并单独求梯度，耗时成倍增加。0 表示不使用，可从 1 开始尝试。",
      },
    } satisfies ParameterMeta),
  privacyClip: z
    .number()
    .min(1e-3)
    .max(1000)
    .default(1)
    .meta({
      label: { en: "Privacy clipping", zh: "隐私裁剪" },
      explanation: {
        en: "The most that one row may contribute: the norm that its gradient is shortened to before noise is added. Without noise it does nothing.",
        zh: "单行数据的最大贡献：加噪声之前其梯度被缩短至该范数；不加噪声时无效。",
      },
    } satisfies ParameterMeta),
  privacyDelta: z
    .number()
    .min(1e-12)
    .max(1e-2)
    .default(1e-5)
    .meta({
      label: { en: "Privacy delta", zh: "隐私参数 δ" },
      explanation: {
        en: "Chance with which the bound epsilon may fail; it should be well below one over the number of rows.",
        zh: "隐私上限 ε 可能失效的概率，应远小于数据行数的倒数。",
      },
    } satisfies ParameterMeta),
};
