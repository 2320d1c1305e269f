import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** How a recipe that descends gradients takes its steps: spread into its parameters. What is given are the recipe's defaults. */
export function descentOptions({
  learningRate,
  warmup = 0,
  gradientClip = 0,
}: {
  learningRate: number;
  warmup?: number;
  gradientClip?: number;
}) {
  return {
    learningRate: z
      .number()
      .min(1e-6)
      .max(1)
      .default(learningRate)
      .meta({
        label: { en: "Learning rate", zh: "学习率" },
        explanation: {
          en: "Length of the first steps. Too high and the loss jumps about or diverges, too low and it hardly falls.",
          zh: "初始步长。过高会使损失震荡或发散，过低则几乎不下降。",
        },
      } satisfies ParameterMeta),
    learningRateSchedule: z
      .enum(["constant", "step", "cosine"])
      .default("cosine")
      .meta({
        label: { en: "Learning rate schedule", zh: "学习率调度" },
        explanation: {
          en: "constant keeps the rate; step cuts it to a tenth after half of the run and again after three quarters; cosine lets it fall to zero along half a cosine, which settles the weights.",
          zh: "constant 保持学习率不变；step 在训练过半和四分之三处各降为十分之一；cosine 按半个余弦曲线降至零，使权重趋于稳定。",
        },
      } satisfies ParameterMeta),
    warmup: z
      .number()
      .min(0)
      .max(0.5)
      .default(warmup)
      .meta({
        label: { en: "Warm-up", zh: "预热比例" },
        explanation: {
          en: "Share of the run over which the rate rises from nothing, before its schedule begins: it keeps the first steps, whose gradients are wild, from spoiling the weights. Transformers want a tenth.",
          zh: "学习率从零升至设定值所占的训练比例，之后才按调度变化；可避免初期剧烈的梯度破坏权重。Transformer 通常取 0.1。",
        },
      } satisfies ParameterMeta),
    optimizer: z
      .enum(["adam", "adamw", "sgd", "momentum", "rmsprop"])
      .default("adam")
      .meta({
        label: { en: "Optimiser", zh: "优化器" },
        explanation: {
          en: "adam adapts the step of each weight and is a good first choice; adamw takes the L2 penalty out of that adaptation; sgd follows the gradient alone, momentum also its past (0.9); rmsprop divides by its recent size.",
          zh: "adam 为每个权重自适应步长，是稳妥的首选；adamw 将 L2 惩罚与自适应分离；sgd 仅沿梯度下降，momentum 还累积历史梯度（0.9）；rmsprop 除以梯度近期大小。",
        },
      } satisfies ParameterMeta),
    l1: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .meta({
        label: { en: "L1 penalty", zh: "L1 正则化" },
        explanation: {
          en: "Added to the loss for each unit of a weight's size: drives weights that do not pay to zero. Biases go free. 0 is none; 1e-5 is a start.",
          zh: "按权重绝对值加入损失的惩罚，使无用权重趋于零；偏置不受影响。0 表示不使用，可从 1e-5 开始尝试。",
        },
      } satisfies ParameterMeta),
    l2: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .meta({
        label: { en: "L2 penalty", zh: "L2 正则化" },
        explanation: {
          en: "Half of this times the square of each weight is added to the loss: keeps weights small. With adamw it is the weight decay. Biases go free. 0 is none; 1e-4 is a start.",
          zh: "将权重平方的一半乘以此值加入损失，使权重保持较小；使用 adamw 时即权重衰减。偏置不受影响。0 表示不使用，可从 1e-4 开始尝试。",
        },
      } satisfies ParameterMeta),
    gradientClip: z
      .number()
      .min(0)
      .max(1000)
      .default(gradientClip)
      .meta({
        label: { en: "Gradient clipping", zh: "梯度裁剪" },
        explanation: {
          en: "Gradients whose common norm exceeds this are shortened to it: one bad batch then cannot throw the weights far off. 0 is no limit; recurrent networks like 1.",
          zh: "梯度的整体范数超过此值时按比例缩短，避免个别批次使权重剧烈偏移。0 表示不限制；循环网络常用 1。",
        },
      } satisfies ParameterMeta),
  };
}
