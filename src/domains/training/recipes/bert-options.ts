import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** Of every recipe that fine-tunes a BERT: which one, and how much of it. Spread them into its parameters. */
export const bertOptions = {
  checkpoint: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u, "names a model: letters, digits and . _ -")
    .default("bert-tiny")
    .meta({
      label: { en: "Pre-trained model", zh: "预训练模型" },
      explanation: {
        en: "What to start from. bert-tiny comes with the product: two small blocks that are not pre-trained, for trying things out in either language. An operator adds real ones, such as bert-base-uncased or bert-base-chinese, as folders in GROUNDWORK_MODELS.",
        zh: "微调的起点。bert-tiny 随产品提供：两层小网络，未经预训练，中英文均可试用。运维人员可在 GROUNDWORK_MODELS 目录中放入真实模型，例如 bert-base-chinese 或 bert-base-uncased。",
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
