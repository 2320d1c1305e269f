import { z } from "zod";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";
import { embeddingOption, textClassifier, textOptions } from "./text-options.js";

/** Recurrent networks that read a text in both directions, and attention that says which words tell its class. */
export const attentionTextClassifier = defineRecipe({
  id: "attention-text-classifier",
  title: { en: "Text classification with attention", zh: "注意力文本分类" },
  summary: {
    en: "Learns to tell the class of a text and shows which words it went by: each gets a share of the attention.",
    zh: "学习判断文本的类别，并以每个词所得的注意力份额显示判断依据。",
  },
  ...textClassifier,
  fixedInForks: ["vocabulary", "maxLength", "embedding", "hidden", "attention", "optimizer"],
  presets: {
    QUICK: {
      summary: {
        en: "4 epochs: under half a minute on one core; level with a bag of words on the e-mails and the poems.",
        zh: "4 轮：单核不到半分钟，在邮件与诗词上与词袋模型相当。",
      },
      parameters: { epochs: 4, wordDropout: 0.2 },
    },
    STANDARD: {
      summary: {
        en: "6 epochs: about half a minute on one core; also learns what only word order tells.",
        zh: "6 轮：单核约半分钟，还能学会只由词序决定的内容。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "GRUs of 256 in each direction over embeddings of 300, 256 words of each text: for tens of thousands of texts, best on a GPU.",
        zh: "双向各 256 单元 GRU，300 维词向量，每篇读取 256 个词：适合数万篇文本，最好使用 GPU。",
      },
      parameters: { embedding: 300, hidden: 256, attention: 128, maxLength: 256, vocabulary: 50_000, epochs: 20 },
    },
  },
  parameters: z.strictObject({
    ...embeddingOption(64),
    hidden: z
      .int()
      .min(4)
      .max(512)
      .default(32)
      .meta({
        label: { en: "Hidden units", zh: "隐藏单元数" },
        explanation: {
          en: "What each of the two readers, one forwards and one backwards, remembers while it reads. Time grows with its square.",
          zh: "正向与反向两个阅读器各自的记忆容量，耗时随其平方增长。",
        },
        unit: "units",
      } satisfies ParameterMeta),
    attention: z
      .int()
      .min(1)
      .max(512)
      .default(32)
      .meta({
        label: { en: "Attention units", zh: "注意力单元数" },
        explanation: {
          en: "Units that score how much a word is worth reading for the question.",
          zh: "用于评估每个词对判断有多重要的单元数。",
        },
        unit: "units",
      } satisfies ParameterMeta),
    ...textOptions({ epochs: 6, batchSize: 32, dropout: 0.5, wordDropout: 0.1, learningRate: 3e-3 }),
  }),
});

/** Validated parameters of a run of this recipe. */
export type AttentionTextParameters = z.output<typeof attentionTextClassifier.parameters>;
