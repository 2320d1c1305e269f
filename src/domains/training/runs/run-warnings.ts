import type { Localized } from "../../../kernel/localized.js";

/** What a run may be warned of while it goes on. The keys are GraphQL's names, and stable. */
export enum RunWarningCode {
  DEAD_GRADIENTS = "DEAD_GRADIENTS",
  EXPLODING_GRADIENTS = "EXPLODING_GRADIENTS",
  MODE_COLLAPSE = "MODE_COLLAPSE",
  NO_PROGRESS = "NO_PROGRESS",
  OVER_FITTING = "OVER_FITTING",
}

/** What to try, for each of them. */
export const WARNING_ADVICE: Record<RunWarningCode, Localized> = {
  DEAD_GRADIENTS: {
    en: "Lower the learning rate and start again: units that a large step has silenced rarely come back. If the layer was silent from the first step, look at its first weights and at the scale of the data.",
    zh: "降低学习率后重新训练：被过大步长“压死”的单元很少能恢复。若该层从一开始就没有梯度，请检查权重初始化和数据的尺度。",
  },
  EXPLODING_GRADIENTS: {
    en: "Try a tenth of the learning rate. If single batches cause it, look for broken examples or use larger batches.",
    zh: "尝试把学习率降到十分之一。若只由个别批次引起，请检查异常样本，或增大批大小。",
  },
  MODE_COLLAPSE: {
    en: "Tell the networks the classes where there are labels, raise the penalty of the discriminator's slope or take the Wasserstein loss, or lower the generator's learning rate. An earlier checkpoint may be worth more than the last.",
    zh: "若有标签，可让两个网络获知类别；也可加大判别器的梯度惩罚、改用 Wasserstein 损失，或降低生成器学习率。较早的检查点可能优于最后的结果。",
  },
  NO_PROGRESS: {
    en: "Try ten times the learning rate, then a tenth of it. If neither helps, check that labels belong to their examples and that the network is large enough for the task.",
    zh: "先尝试十倍学习率，再尝试十分之一。若均无效，请检查标签与样本是否对应，以及网络规模是否足够。",
  },
  OVER_FITTING: {
    en: "Stop here or earlier: the best epoch lies behind. More data, more variety in it, more dropout or a smaller network help it to generalise.",
    zh: "可以停止训练：最佳轮次已经过去。增加数据、数据增强、提高失活率或缩小网络都有助于泛化。",
  },
};
