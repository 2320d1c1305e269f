import { z } from "zod";
import { DataKind } from "../datasets/data-kind.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { descentOptions } from "./descent-options.js";
import { precisionOption } from "./precision-option.js";
import { dropoutOption } from "./dropout-option.js";
import { parallelOptions } from "./parallel-options.js";
import { passOptions } from "./pass-options.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";
import { stoppingOptions } from "./stopping-options.js";

/** A recurrent network that writes a sequence on: characters of a text, or the changes of a series. */
export const rnnSequenceGeneration = defineRecipe({
  id: "rnn-sequence-generation",
  title: { en: "Sequence generation with an LSTM", zh: "LSTM 序列生成" },
  summary: {
    en: "Learns to foretell the next character of a text, or the next change of a series, and then writes on by itself. Held against trigrams, which see the last two alone.",
    zh: "学习预测文本的下一个字符或序列的下一个变化，然后自行续写；与只看前两个字符的三元语法对比。",
  },
  task: "SEQUENCE_GENERATION",
  datasets: ["moby-dick", "tang-poems", "seattle-weather", "co2"],
  accepts: [DataKind.SEQUENCE, DataKind.TIME_SERIES],
  transfers: true,
  predicts: PredictionInputKind.BEGINNINGS,
  fixedInForks: ["hidden", "layers", "embedding", "vocabulary", "levels", "window", "optimizer"],
  presets: {
    QUICK: {
      summary: {
        en: "50 units and 12 epochs: about a minute on one core, and already better than trigrams.",
        zh: "50 个单元，12 轮：单核约一分钟，已优于三元语法。",
      },
      parameters: { epochs: 12, patience: 2 },
    },
    STANDARD: {
      summary: {
        en: "128 units, at most 20 epochs, and it stops when the validation loss has not fallen for two: some minutes on one core.",
        zh: "128 个单元，最多 20 轮，验证损失连续两轮不降即停止：单核数分钟。",
      },
      parameters: { hidden: 128, embedding: 48, dropout: 0.2, learningRate: 5e-3, patience: 2 },
    },
    LARGE: {
      summary: {
        en: "Two layers of 512 units, dropout, 100 epochs at most: for a GPU.",
        zh: "两层各 512 个单元，随机失活，最多 100 轮：适合 GPU。",
      },
      parameters: {
        hidden: 512,
        embedding: 128,
        layers: 2,
        window: 100,
        dropout: 0.3,
        epochs: 100,
        learningRate: 2e-3,
        patience: 10,
      },
    },
  },
  federated: true,
  judgedElsewhere: [DataKind.SEQUENCE],
  parameters: z.strictObject({
    hidden: z
      .int()
      .min(1)
      .max(1024)
      .default(50)
      .meta({
        label: { en: "Hidden units", zh: "隐藏单元数" },
        explanation: {
          en: "Memory cells in each layer. More remember more of what was written, and learn more of a short text by heart.",
          zh: "每层的记忆单元数。单元越多，能记住的上文越多，也越容易背下较短的文本。",
        },
        unit: "units",
      } satisfies ParameterMeta),
    layers: z
      .int()
      .min(1)
      .max(3)
      .default(1)
      .meta({
        label: { en: "Layers", zh: "层数" },
        explanation: {
          en: "LSTM layers, one reading what the other remembers.",
          zh: "LSTM 层数，后一层读取前一层的输出。",
        },
        unit: "layers",
      } satisfies ParameterMeta),
    embedding: z
      .int()
      .min(2)
      .max(512)
      .default(32)
      .meta({
        label: { en: "Embedding", zh: "嵌入维数" },
        explanation: {
          en: "Numbers that describe each token to the first layer.",
          zh: "向第一层描述每个词元的数值个数。",
        },
        unit: "numbers",
      } satisfies ParameterMeta),
    vocabulary: z
      .int()
      .min(10)
      .max(8_000)
      .default(2_000)
      .meta({
        label: { en: "Vocabulary", zh: "词表大小" },
        explanation: {
          en: "Characters of a text that are told apart at most, the commonest first. Work grows with them. Series do not need it.",
          zh: "文本中最多区分的字符数，常见者优先；计算量随之增长。数值序列不使用此项。",
        },
        unit: "tokens",
      } satisfies ParameterMeta),
    levels: z
      .int()
      .min(2)
      .max(64)
      .default(12)
      .meta({
        label: { en: "Levels", zh: "分级数" },
        explanation: {
          en: "A series' changes are sorted into so many levels of like frequency, which are its tokens. Texts do not need it.",
          zh: "将序列的变化按相近的频数分为若干级，作为其词元。文本不使用此项。",
        },
        unit: "levels",
      } satisfies ParameterMeta),
    window: z
      .int()
      .min(4)
      .max(200)
      .default(50)
      .meta({
        label: { en: "Window", zh: "窗口长度" },
        explanation: {
          en: "Tokens over which a step learns: gradients go no further back (truncated back-propagation through time).",
          zh: "每一步学习所跨的词元数；梯度不再向更早传播（截断的随时间反向传播）。",
        },
        unit: "tokens",
      } satisfies ParameterMeta),
    ...passOptions({
      epochs: {
        usual: 20,
        most: 1000,
        explanation: { en: "How often the training part is read.", zh: "阅读训练部分的次数。" },
      },
      batchSize: {
        usual: 32,
        most: 256,
        unit: "windows",
        explanation: { en: "Windows per update of the weights.", zh: "每次更新权重所用的窗口数。" },
      },
    }),
    ...descentOptions({ learningRate: 1e-2, gradientClip: 1 }),
    ...precisionOption,
    dropout: dropoutOption(0, {
      en: "Share of what enters each layer, and of what leaves the last, that is silenced at random in each step.",
      zh: "每一步随机屏蔽各层输入及末层输出的比例。",
    }),
    temperature: z
      .number()
      .min(0.05)
      .max(5)
      .default(0.8)
      .meta({
        label: { en: "Temperature", zh: "温度" },
        explanation: {
          en: "For what it writes: below 1 likely tokens are drawn more often than it believes, above 1 less often.",
          zh: "用于生成：低于 1 时更常取高概率词元，高于 1 时更少。",
        },
      } satisfies ParameterMeta),
    topK: z
      .int()
      .min(0)
      .max(1000)
      .default(0)
      .meta({
        label: { en: "Top k", zh: "Top-k" },
        explanation: {
          en: "It draws from so many of the likeliest tokens only; 0 is all.",
          zh: "仅从概率最高的若干个词元中抽取；0 表示全部。",
        },
        unit: "tokens",
      } satisfies ParameterMeta),
    topP: z
      .number()
      .min(0.05)
      .max(1)
      .default(0.95)
      .meta({
        label: { en: "Top p", zh: "Top-p" },
        explanation: {
          en: "It draws only from the likeliest tokens that together are so probable; 1 is all.",
          zh: "仅从累计概率达到此值的最可能词元中抽取；1 表示全部。",
        },
      } satisfies ParameterMeta),
    ...stoppingOptions,
    ...parallelOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type RnnSequenceGenerationParameters = z.output<typeof rnnSequenceGeneration.parameters>;
