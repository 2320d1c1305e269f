import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** Of recipes whose trained networks may be made sparse: spread them into its parameters. */
export const pruningOptions = {
  sparsity: z
    .number()
    .min(0)
    .max(0.98)
    .default(0)
    .meta({
      label: { en: "Sparsity", zh: "稀疏度" },
      explanation: {
        en: "Share of each layer's weights that become zero, the smallest first: more and more over the first two thirds of the run, the rest of which tunes those that are left. The last weights are kept, whatever the patience. 0 prunes nothing; 0.8 often costs little.",
        zh: "每层中被置零的权重比例，从绝对值最小的开始：在训练的前三分之二逐步增加，其余时间微调保留的权重；无论早停如何设置，均保留最后的权重。0 表示不剪枝，0.8 通常损失很小。",
      },
    } satisfies ParameterMeta),
};
