import { z } from "zod";
import { DataKind } from "../datasets/data-kind.js";
import type { DataProfile } from "../datasets/formats/data-profile.js";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { unfitClasses } from "./class-requirements.js";
import { classWeightOptions } from "./class-weight-options.js";
import { descentOptions } from "./descent-options.js";
import { passOptions } from "./pass-options.js";
import { precisionOption } from "./precision-option.js";
import { distillationOptions } from "./distillation-options.js";
import { dropoutOption } from "./dropout-option.js";
import { parallelOptions } from "./parallel-options.js";
import type { ParameterMeta, RecipeSpec } from "./recipe.specs.js";
import { stoppingOptions } from "./stopping-options.js";

/** What every recipe that tells the class of a text has in its spec. */
export const textClassifier = {
  task: "TEXT_CLASSIFICATION",
  predicts: PredictionInputKind.TEXTS,
  datasets: ["ham-spam", "chinese-poems", "word-order-en", "word-order-zh"],
  accepts: [DataKind.TEXTS],
  unfit: (data: DataProfile) =>
    unfitClasses(data, { fewestRows: 50, fewestOfAClass: 10, mostClasses: 100, rows: "texts" }),
  federated: true,
  teachable: true,
  transfers: true,
  judgedElsewhere: [DataKind.TEXTS],
  exports: [ExportFormat.ONNX, ExportFormat.SAFETENSORS],
} satisfies Partial<RecipeSpec>;

/** For recurrent networks: how wide a word is when they read it. */
export function embeddingOption(width: number) {
  return {
    embedding: z
      .int()
      .min(4)
      .max(512)
      .default(width)
      .meta({
        label: { en: "Embedding", zh: "词向量维数" },
        explanation: {
          en: "Numbers that a word becomes before it is read. More can tell finer meanings, and need more texts.",
          zh: "每个词在读取前转化成的数值个数。维数越高越能区分细微含义，但也需要更多文本。",
        },
        unit: "numbers",
      } satisfies ParameterMeta),
  };
}

/** What differs between the text classifiers. */
interface TextDefaults {
  epochs: number;
  batchSize: number;
  dropout: number;
  wordDropout: number;
  learningRate: number;
  warmup?: number;
}

/** How texts are read and learnt: spread into the parameters of every recipe that tells the class of a text, after those of its network. */
export function textOptions({ epochs, batchSize, dropout, wordDropout, learningRate, warmup }: TextDefaults) {
  return {
    vocabulary: z
      .int()
      .min(100)
      .max(100_000)
      .default(8000)
      .meta({
        label: { en: "Vocabulary", zh: "词表大小" },
        explanation: {
          en: "Words that are known at most, the commonest of the training part that stand in two texts or more. Chinese is read by characters. All others are one unknown word.",
          zh: "最多认识多少个词：取训练部分中至少出现在两篇文本里的最常见词。中文按字读取，其余一律视为“未知词”。",
        },
        unit: "words",
      } satisfies ParameterMeta),
    maxLength: z
      .int()
      .min(4)
      .max(512)
      .default(96)
      .meta({
        label: { en: "Longest text", zh: "最大文本长度" },
        explanation: {
          en: "Words, or Chinese characters, that are read of a text; what follows is left out. Time and memory grow with it.",
          zh: "每篇文本读取的词数（中文为字数），其后的内容忽略。耗时与内存随之增长。",
        },
        unit: "words",
      } satisfies ParameterMeta),
    ...passOptions({
      epochs: {
        usual: epochs,
        most: 200,
        explanation: {
          en: "How often every training text is seen. More takes proportionally longer; small sets are soon learnt by heart.",
          zh: "每篇训练文本被学习的次数。轮数越多耗时越长；小数据集很快就会被死记硬背。",
        },
      },
      batchSize: {
        usual: batchSize,
        most: 512,
        unit: "texts",
        explanation: {
          en: "Texts per update of the weights. Small batches learn more per epoch, large ones compute faster.",
          zh: "每次更新权重所用的文本数。小批量每轮学得更多，大批量计算更快。",
        },
      },
    }),
    dropout: dropoutOption(dropout, {
      en: "Share of units that are silenced at random in each step, against learning by heart.",
      zh: "每一步随机屏蔽的单元比例，用于防止死记硬背。",
    }),
    wordDropout: z
      .number()
      .min(0)
      .max(0.9)
      .default(wordDropout)
      .meta({
        label: { en: "Word dropout", zh: "随机遮词率" },
        explanation: {
          en: "Share of words that are made unknown at random in each step, so that no single word is relied on. Where every word counts, as in word order, 0 learns fastest.",
          zh: "每一步随机替换为“未知词”的比例，避免过分依赖个别词。若每个词都重要（如词序任务），取 0 学得最快。",
        },
      } satisfies ParameterMeta),
    ...classWeightOptions,
    ...descentOptions({ learningRate, warmup, gradientClip: 1 }),
    ...precisionOption,
    ...distillationOptions,
    ...stoppingOptions,
    ...parallelOptions,
  };
}
