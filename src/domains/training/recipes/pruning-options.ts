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
        en: "Share of each layer's weights that become zero, the smallest first: the first third of the run trains all of them, the second prunes more and more, the last tunes those that are left. What that costs stands in the run’s model. The last weights are kept, whatever the patience. 0 prunes nothing; 0.8 often costs little.",
        zh: "每层中被置零的权重比例，从绝对值最小的开始：训练的前三分之一学习全部权重，中间三分之一逐步剪枝，最后三分之一微调保留的权重，代价见该次训练的 model 字段；无论早停如何设置，均保留最后的权重。0 表示不剪枝，0.8 通常损失很小。",
      },
    } satisfies ParameterMeta),
};
