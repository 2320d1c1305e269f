import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** A recipe's own defaults. */
interface AdversarialDefaults {
  generatorLearningRate: number;
  discriminatorLearningRate: number;
  averaging: number;
}

/** How two networks learn against each other, with Adam both: spread into the parameters of a recipe that has them. */
export function adversarialOptions(defaults: AdversarialDefaults) {
  return {
    generatorLearningRate: z
      .number()
      .min(1e-6)
      .max(0.1)
      .default(defaults.generatorLearningRate)
      .meta({
        label: { en: "Generator's learning rate", zh: "生成器学习率" },
        explanation: {
          en: "Length of the generator's steps. If its pictures jump from one kind to another, take less; if they stay noise, more.",
          zh: "生成器的步长。若生成的图像在不同样式间跳变，应减小；若一直是噪声，应增大。",
        },
      } satisfies ParameterMeta),
    discriminatorLearningRate: z
      .number()
      .min(1e-6)
      .max(0.1)
      .default(defaults.discriminatorLearningRate)
      .meta({
        label: { en: "Discriminator's learning rate", zh: "判别器学习率" },
        explanation: {
          en: "Length of the discriminator's steps. It should stay a little ahead of the generator: once it is never wrong, there is nothing to learn from it.",
          zh: "判别器的步长。判别器应略微领先于生成器：若它从不出错，生成器便无从学习。",
        },
      } satisfies ParameterMeta),
    beta1: z
      .number()
      .min(0)
      .max(0.99)
      .default(0.5)
      .meta({
        label: { en: "Adam's beta 1", zh: "Adam 的 beta 1" },
        explanation: {
          en: "How much of its past direction an update keeps. Where the opponent moves as well, the past misleads: 0.5 rather than the usual 0.9 (Radford et al., 2016).",
          zh: "每次更新保留多少过去的方向。对手也在变化时，过去的方向会误导训练，故取 0.5 而非常用的 0.9（Radford 等，2016）。",
        },
      } satisfies ParameterMeta),
    learningRateSchedule: z
      .enum(["constant", "step", "cosine"])
      .default("cosine")
      .meta({
        label: { en: "Learning rate schedule", zh: "学习率调度" },
        explanation: {
          en: "Of both networks. constant keeps the rates; step cuts them to a tenth after half of the run and again after three quarters; cosine lets them fall to zero along half a cosine, which calms the contest.",
          zh: "两个网络共用。constant 保持学习率不变；step 在训练过半和四分之三处各降为十分之一；cosine 按半个余弦曲线降至零，使对抗趋于平稳。",
        },
      } satisfies ParameterMeta),
    gradientClip: z
      .number()
      .min(0)
      .max(1000)
      .default(0)
      .meta({
        label: { en: "Gradient clipping", zh: "梯度裁剪" },
        explanation: {
          en: "Gradients of a network whose common norm exceeds this are shortened to it. 0 is no limit.",
          zh: "某个网络梯度的整体范数超过此值时按比例缩短；0 表示不限制。",
        },
      } satisfies ParameterMeta),
    criticSteps: z
      .int()
      .min(1)
      .max(20)
      .default(1)
      .meta({
        label: { en: "Discriminator updates a round", zh: "每轮判别器更新次数" },
        explanation: {
          en: "How often the discriminator learns, each time from other pictures, before the generator learns once. The Wasserstein loss wants about 5, cross-entropy 1.",
          zh: "生成器每学习一次之前，判别器用不同图像学习的次数。Wasserstein 损失约需 5 次，交叉熵 1 次即可。",
        },
        unit: "updates",
      } satisfies ParameterMeta),
    averaging: z
      .number()
      .min(0)
      .max(0.9999)
      .default(defaults.averaging)
      .meta({
        label: { en: "Weight averaging", zh: "权重平均" },
        explanation: {
          en: "Pictures are made with a moving average of the generator's weights, of which each round keeps this share: it smooths what the contest throws about. 0 takes the weights as they are.",
          zh: "生成图像时使用生成器权重的滑动平均，每轮保留此比例，以平滑对抗带来的波动；0 表示直接使用当前权重。",
        },
      } satisfies ParameterMeta),
  };
}
