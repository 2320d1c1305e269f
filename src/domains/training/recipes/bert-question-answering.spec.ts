import { z } from "zod";
import { DataKind } from "../datasets/data-kind.js";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { bertOptions, bertTrainingOptions } from "./bert-options.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";

/** A pre-trained BERT taught to find the answer to a question in a passage. */
export const bertQuestionAnswering = defineRecipe({
  id: "bert-question-answering",
  title: { en: "Question answering with BERT", zh: "BERT 阅读理解问答" },
  summary: {
    en: "Takes a BERT and teaches it to mark the answer to a question in a passage, or to say that there is none.",
    zh: "以 BERT 为起点，教会它在文章中标出问题的答案，或指出文中没有答案。",
  },
  task: "QUESTION_ANSWERING",
  accepts: [DataKind.QUESTIONS],
  datasets: ["start-up-questions-en", "start-up-questions-zh"],
  fixedInForks: ["checkpoint", "frozen", "optimizer", "maxLength", "stride"],
  presets: {
    QUICK: {
      summary: {
        en: "bert-tiny on generated passages about start-ups, 5 epochs: less than a minute on one core.",
        zh: "bert-tiny，在自动生成的初创公司短文上训练 5 轮：单核不到一分钟。",
      },
      parameters: { epochs: 5, warmup: 0.05, gradientClip: 1 },
    },
    STANDARD: {
      summary: {
        en: "bert-tiny on the same passages, 20 epochs: a few minutes on one core.",
        zh: "bert-tiny，同样的短文训练 20 轮：单核数分钟。",
      },
      parameters: { warmup: 0.05, gradientClip: 1 },
    },
    LARGE: {
      summary: {
        en: "bert-base-uncased, which the operator has to provide, windows of 384 tokens, 2 epochs at 3e-5: for a GPU.",
        zh: "bert-base-uncased（须由运维人员提供），窗口 384 个词元，学习率 3e-5，2 轮：适合 GPU。",
      },
      parameters: {
        ...{ checkpoint: "bert-base-uncased", learningRate: 3e-5, batchSize: 12, epochs: 2, maxLength: 384 },
        ...{ stride: 128, warmup: 0.1, optimizer: "adamw", l2: 0.01, gradientClip: 1 },
      },
    },
  },
  federated: true,
  transfers: true,
  checkpoints: true,
  judgedElsewhere: [DataKind.QUESTIONS],
  predicts: PredictionInputKind.PASSAGES,
  exports: [ExportFormat.ONNX, ExportFormat.SAFETENSORS],
  parameters: z.strictObject({
    ...bertOptions({
      epochs: {
        most: 100,
        usual: 20,
        explanation: {
          en: "How often every training question is seen. A pre-trained model wants two or three; bert-tiny, which has to learn the language as well, many more.",
          zh: "每个训练问题被学习的次数。预训练模型通常两到三轮即可；bert-tiny 还需学习语言本身，轮数要多得多。",
        },
      },
      batch: {
        unit: "windows",
        explanation: {
          en: "Windows per update of the weights. Memory grows with it: a base model takes 4 to 12 on 4 GB.",
          zh: "每次更新权重所用的窗口数。内存占用随之增加：base 规模的模型在 4 GB 内存下可取 4 至 12。",
        },
      },
      length: {
        least: 32,
        label: { en: "Window", zh: "窗口长度" },
        explanation: {
          en: "Tokens that are read at once: the question, a part of the passage, three special tokens. Longer passages are read in windows that overlap. The model's own limit holds as well.",
          zh: "一次读取的词元数：问题、文章的一部分和三个特殊词元。更长的文章分成重叠的窗口读取；同时受模型自身上限约束。",
        },
      },
    }),
    stride: z
      .int()
      .min(8)
      .max(512)
      .default(48)
      .meta({
        label: { en: "Stride", zh: "窗口步长" },
        explanation: {
          en: "Tokens from one window of a passage to the next. Small strides let every answer stand well inside some window, and cost more windows.",
          zh: "文章相邻两个窗口之间的词元数。步长越小，答案越可能完整处于某个窗口之中，但窗口也越多。",
        },
        unit: "tokens",
      } satisfies ParameterMeta),
    longestAnswer: z
      .int()
      .min(1)
      .max(100)
      .default(30)
      .meta({
        label: { en: "Longest answer", zh: "答案最大长度" },
        explanation: {
          en: "Words, or Chinese characters, that an answer may have.",
          zh: "答案最多包含的单词数或汉字数。",
        },
        unit: "words",
      } satisfies ParameterMeta),
    ...bertTrainingOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type BertQuestionAnsweringParameters = z.output<typeof bertQuestionAnswering.parameters>;
