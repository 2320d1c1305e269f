import { z } from "zod";
import { DataKind } from "../datasets/data-kind.js";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { bertOptions, bertTrainingOptions } from "./bert-options.js";
import { defineRecipe } from "./recipe.specs.js";

/** A pre-trained BERT taught to sort texts into classes. */
export const bertFineTuneClassification = defineRecipe({
  id: "bert-fine-tune-classification",
  title: { en: "Text classification with a pre-trained BERT", zh: "预训练 BERT 微调文本分类" },
  summary: {
    en: "Takes a BERT that knows a language and teaches it to sort texts into classes from labelled examples.",
    zh: "以已掌握语言的 BERT 为起点，用带标签的样本教会它对文本分类。",
  },
  task: "TEXT_CLASSIFICATION",
  accepts: [DataKind.TEXTS],
  datasets: ["word-order-en", "word-order-zh", "ham-spam", "chinese-poems"],
  fixedInForks: ["checkpoint", "frozen", "optimizer"],
  presets: {
    QUICK: {
      summary: {
        en: "bert-tiny on sentences where only word order tells, 8 epochs: less than a minute on one core.",
        zh: "bert-tiny，在仅由词序决定类别的句子上训练 8 轮：单核不到一分钟。",
      },
      parameters: { epochs: 8, warmup: 0.1, gradientClip: 1, maxLength: 40 },
    },
    STANDARD: {
      summary: {
        en: "bert-tiny on the same sentences in Chinese, 20 epochs: a minute or two on one core.",
        zh: "bert-tiny，中文词序句子，训练 20 轮：单核一两分钟。",
      },
      parameters: { epochs: 20, warmup: 0.1, gradientClip: 1 },
      dataset: "word-order-zh",
    },
    LARGE: {
      summary: {
        en: "bert-base-uncased, which the operator has to provide, 3 epochs at 2e-5: for a GPU.",
        zh: "bert-base-uncased（须由运维人员提供），学习率 2e-5，3 轮：适合 GPU。",
      },
      parameters: {
        ...{ checkpoint: "bert-base-uncased", learningRate: 2e-5, batchSize: 32, epochs: 3, maxLength: 256 },
        ...{ warmup: 0.1, optimizer: "adamw", l2: 0.01, gradientClip: 1 },
      },
      dataset: "ham-spam",
    },
  },
  federated: true,
  transfers: true,
  checkpoints: true,
  judgedElsewhere: [DataKind.TEXTS],
  predicts: PredictionInputKind.TEXTS,
  exports: [ExportFormat.ONNX, ExportFormat.SAFETENSORS],
  parameters: z.strictObject({
    ...bertOptions({
      epochs: {
        most: 50,
        usual: 3,
        explanation: {
          en: "How often every training text is seen. A pre-trained model wants two to four; bert-tiny, which has to learn the language as well, more.",
          zh: "每条训练文本被学习的次数。预训练模型通常两到四轮即可；bert-tiny 还需学习语言本身，轮数应更多。",
        },
      },
      batch: {
        unit: "texts",
        explanation: {
          en: "Texts per update of the weights. Memory grows with it: a base model takes 8 to 32 on 4 GB.",
          zh: "每次更新权重所用的文本数。内存占用随之增加：base 规模的模型在 4 GB 内存下可取 8 至 32。",
        },
      },
      length: {
        least: 8,
        label: { en: "Longest text", zh: "最大长度" },
        explanation: {
          en: "Tokens that are read of a text, the two at its ends included; the rest is cut off. The model's own limit holds as well.",
          zh: "每条文本读取的词元数（含首尾两个特殊词元），其余部分被截去；同时受模型自身上限约束。",
        },
      },
    }),
    ...bertTrainingOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type BertClassificationParameters = z.output<typeof bertFineTuneClassification.parameters>;
