import { z } from "zod";
import type { Localized } from "../../../kernel/localized.js";
import { descentOptions } from "./descent-options.js";
import { precisionOption } from "./precision-option.js";
import { dropoutOption } from "./dropout-option.js";
import { parallelOptions } from "./parallel-options.js";
import { passOptions } from "./pass-options.js";
import type { ParameterMeta } from "./recipe.specs.js";
import { stoppingOptions } from "./stopping-options.js";

const startingOptions = {
  checkpoint: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u, "names a model: letters, digits and . _ -")
    .default("bert-tiny")
    .meta({
      label: { en: "Pre-trained model", zh: "预训练模型" },
      explanation: {
        en: "What to start from. bert-tiny comes with the product: two small blocks that are not pre-trained, for trying things out in either language. An operator adds real ones, such as bert-base-uncased or bert-base-chinese, as folders in GROUNDWORK_MODELS; your own come as a data set of the kind CHECKPOINT, which a launch names as its checkpoint.",
        zh: "微调的起点。bert-tiny 随产品提供：两层小网络，未经预训练，中英文均可试用。运维人员可在 GROUNDWORK_MODELS 目录中放入真实模型，例如 bert-base-chinese 或 bert-base-uncased；您自己的模型可上传为 CHECKPOINT 类型的数据集，并在启动训练时以 checkpoint 指定。",
      },
    } satisfies ParameterMeta),
  frozen: z
    .int()
    .min(0)
    .max(65)
    .default(0)
    .meta({
      label: { en: "Frozen parts", zh: "冻结部分" },
      explanation: {
        en: "How much of the model stays as it is, from below: 0 nothing, 1 the embeddings, 2 the first block as well, and so on. What is frozen needs no gradients and little memory; with few examples it also guards against learning by heart.",
        zh: "自下而上保持不变的部分：0 表示全部训练，1 冻结词嵌入，2 再冻结第一个模块，依此类推。冻结部分无需梯度、省内存；样本较少时也可防止死记硬背。",
      },
    } satisfies ParameterMeta),
};

/** What differs between the recipes that fine-tune a BERT. */
interface BertReading {
  epochs: { most: number; usual: number; explanation: Localized };
  /** What a batch consists of, and its explanation, which says what a base model takes on 4 GB. */
  batch: { unit: string; explanation: Localized };
  length: { least: number; label: Localized; explanation: Localized };
}

/** Of every recipe that fine-tunes a BERT: which one, how much of it, and what it reads at once. Spread them into its parameters first. */
export function bertOptions({ epochs, batch, length }: BertReading) {
  return {
    ...startingOptions,
    ...passOptions({ epochs, batchSize: { most: 256, usual: 32, ...batch } }),
    maxLength: z
      .int()
      .min(length.least)
      .max(512)
      .default(128)
      .meta({ label: length.label, explanation: length.explanation, unit: "tokens" } satisfies ParameterMeta),
  };
}

/** How every such recipe takes its steps. Spread them into its parameters last. */
export const bertTrainingOptions = {
  ...descentOptions({ learningRate: 2e-3 }),
  ...precisionOption,
  dropout: dropoutOption(0.1, {
    en: "Share of each layer's outputs, and of the attention, that is silenced at random in each step, against learning by heart.",
    zh: "每一步随机屏蔽的各层输出与注意力比例，用于防止死记硬背。",
  }),
  ...stoppingOptions,
  ...parallelOptions,
};
