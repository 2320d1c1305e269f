import { z } from "zod";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";
import { textClassifier, textOptions } from "./text-options.js";

/** A Transformer encoder that tells the class of a text, trained from nothing. */
export const transformerTextClassification = defineRecipe({
  id: "transformer-text-classification",
  title: { en: "Text classification with a Transformer", zh: "Transformer 文本分类" },
  summary: {
    en: "Learns to tell the class of a text, Chinese or English, with an encoder in which every word looks at all others.",
    zh: "用编码器学习判断中英文文本的类别，其中每个词都能关注所有其他词。",
  },
  ...textClassifier,
  fixedInForks: ["vocabulary", "maxLength", "heads", "headWidth", "layers", "inner", "optimizer"],
  presets: {
    QUICK: {
      summary: {
        en: "One block, 4 epochs: about ten seconds on one core; level with a bag of words on the e-mails and the poems.",
        zh: "一层，4 轮：单核约十秒，在邮件与诗词上与词袋模型相当。",
      },
      parameters: { layers: 1, epochs: 4, wordDropout: 0.3 },
    },
    STANDARD: {
      summary: {
        en: "Two blocks, 12 epochs: up to a minute on one core; also learns what only word order tells.",
        zh: "两层，12 轮：单核至多约一分钟，还能学会只由词序决定的内容。",
      },
      parameters: { patience: 4 },
    },
    LARGE: {
      summary: {
        en: "Six blocks of width 512 with eight heads, 256 words of each text: for hundreds of thousands of texts, on a GPU.",
        zh: "六层、宽 512、八个注意力头，每篇读取 256 个词：适合数十万篇文本，需要 GPU。",
      },
      parameters: {
        ...{ heads: 8, headWidth: 64, layers: 6, inner: 2048, maxLength: 256, vocabulary: 50_000 },
        ...{ epochs: 10, learningRate: 3e-4 },
      },
    },
  },
  parameters: z.strictObject({
    heads: z
      .int()
      .min(1)
      .max(16)
      .default(4)
      .meta({
        label: { en: "Heads", zh: "注意力头数" },
        explanation: {
          en: "Ways of looking at the other words, side by side in each block.",
          zh: "每层中并列的注意力方式数量。",
        },
        unit: "heads",
      } satisfies ParameterMeta),
    headWidth: z
      .int()
      .min(2)
      .max(128)
      .default(16)
      .meta({
        label: { en: "Width of a head", zh: "每个注意力头的宽度" },
        explanation: {
          en: "Numbers of each head. Heads times this are what a word becomes, the width of the network; time grows with its square.",
          zh: "每个头的数值个数，乘以头数即词向量与网络的宽度；耗时随宽度的平方增长。",
        },
        unit: "numbers",
      } satisfies ParameterMeta),
    layers: z
      .int()
      .min(1)
      .max(12)
      .default(2)
      .meta({
        label: { en: "Blocks", zh: "层数" },
        explanation: {
          en: "Encoder blocks, one after the other: attention of each word to all others, then a feed-forward layer.",
          zh: "依次堆叠的编码器层数：每层先让每个词关注所有词，再经过前馈层。",
        },
        unit: "blocks",
      } satisfies ParameterMeta),
    inner: z
      .int()
      .min(8)
      .max(4096)
      .default(128)
      .meta({
        label: { en: "Feed-forward units", zh: "前馈层单元数" },
        explanation: {
          en: "Units of each block's feed-forward layer; two to four times the network's width is usual.",
          zh: "每层前馈网络的单元数，通常为网络宽度的二至四倍。",
        },
        unit: "units",
      } satisfies ParameterMeta),
    ...textOptions({ epochs: 12, batchSize: 32, dropout: 0.1, wordDropout: 0.1, learningRate: 2e-3, warmup: 0.1 }),
  }),
});

/** Validated parameters of a run of this recipe. */
export type TransformerTextParameters = z.output<typeof transformerTextClassification.parameters>;
