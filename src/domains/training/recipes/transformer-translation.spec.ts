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

/** An encoder and a decoder that translate Chinese into English. */
export const transformerTranslation = defineRecipe({
  id: "transformer-translation",
  title: { en: "Translation with a Transformer", zh: "Transformer 翻译" },
  summary: {
    en: "Learns from pairs of sentences to translate Chinese into English: an encoder reads, a decoder writes, and attention says which characters each word comes from. Judged by BLEU on sentences, combinations of words and numbers that it has never seen.",
    zh: "从句对中学习把中文译成英文：编码器阅读，解码器书写，注意力指出每个词来自哪些汉字。以 BLEU 在从未见过的句子、词语搭配和数字上评判。",
  },
  task: "TRANSLATION",
  datasets: ["startup-sentences", "startup-sentences-small"],
  accepts: [DataKind.PAIRS],
  transfers: true,
  predicts: PredictionInputKind.TEXTS,
  fixedInForks: ["width", "heads", "layers", "inner", "vocabulary", "longest", "optimizer"],
  presets: {
    QUICK: {
      summary: {
        en: "A width of 64 and 3 epochs, greedy: about a minute on one core. Two sentences of three are right to the letter; long numbers and dates often are not.",
        zh: "宽度 64，3 轮，贪心解码：单核约一分钟。约三分之二的句子完全正确；较长的数字与日期常有错误。",
      },
      parameters: { epochs: 3, beam: 1 },
    },
    STANDARD: {
      summary: {
        en: "A width of 64, 10 epochs, a beam of 4: some minutes on one core, and numbers are mostly right as well.",
        zh: "宽度 64，10 轮，束宽 4：单核数分钟，数字也大多正确。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "A width of 512, 8 heads, 3 layers, batches of 128: for a GPU, and for more sentences than the built-in ones.",
        zh: "宽度 512，8 个头，3 层，批大小 128：适合 GPU，以及比内置数据更多的句子。",
      },
      parameters: {
        width: 512,
        heads: 8,
        layers: 3,
        inner: 2048,
        batchSize: 128,
        epochs: 10,
        learningRate: 5e-4,
        warmup: 0.1,
        dropout: 0.1,
      },
    },
  },
  federated: true,
  judgedElsewhere: [DataKind.PAIRS],
  parameters: z
    .strictObject({
      width: z
        .int()
        .min(16)
        .max(1024)
        .default(64)
        .meta({
          label: { en: "Width", zh: "宽度" },
          explanation: {
            en: "Numbers that describe each position of a sentence; a multiple of the heads. Work grows with its square.",
            zh: "描述句中每个位置的数值个数，须为头数的整数倍；计算量随其平方增长。",
          },
          unit: "numbers",
        } satisfies ParameterMeta),
      heads: z
        .int()
        .min(1)
        .max(16)
        .default(4)
        .meta({
          label: { en: "Heads", zh: "注意力头数" },
          explanation: {
            en: "Parts of the width that attend on their own, each to something else.",
            zh: "把宽度分成若干部分，各自独立地关注不同内容。",
          },
          unit: "heads",
        } satisfies ParameterMeta),
      layers: z
        .int()
        .min(1)
        .max(6)
        .default(2)
        .meta({
          label: { en: "Layers", zh: "层数" },
          explanation: {
            en: "Blocks of the encoder, and as many of the decoder.",
            zh: "编码器的层数；解码器层数相同。",
          },
          unit: "layers",
        } satisfies ParameterMeta),
      inner: z
        .int()
        .min(16)
        .max(4096)
        .default(256)
        .meta({
          label: { en: "Inner width", zh: "前馈层宽度" },
          explanation: {
            en: "Units of the two-layer network at each position of each block; four times the width is usual.",
            zh: "每层在每个位置上的两层网络的单元数，通常为宽度的四倍。",
          },
          unit: "units",
        } satisfies ParameterMeta),
      ...passOptions({
        epochs: {
          usual: 10,
          most: 200,
          explanation: {
            en: "How often every pair of the training part is seen.",
            zh: "训练部分每个句对被学习的次数。",
          },
        },
        batchSize: {
          usual: 32,
          most: 512,
          unit: "pairs",
          explanation: {
            en: "Pairs per update of the weights. Small batches learn more per epoch, large ones compute faster.",
            zh: "每次更新权重所用的句对数。小批量每轮学得更多，大批量计算更快。",
          },
        },
      }),
      ...descentOptions({ learningRate: 3e-3, warmup: 0.05, gradientClip: 1 }),
      ...precisionOption,
      dropout: dropoutOption(0, {
        en: "Share of what each part of a block adds that is silenced at random in each step, against learning by heart.",
        zh: "每一步随机屏蔽各子层输出的比例，用于防止死记硬背。",
      }),
      labelSmoothing: z
        .number()
        .min(0)
        .max(0.5)
        .default(0.1)
        .meta({
          label: { en: "Label smoothing", zh: "标签平滑" },
          explanation: {
            en: "Probability that the truth is taken to share among all tokens: the network is kept from being too sure. The validation loss is without it.",
            zh: "将真值的这部分概率平均分给所有词元，避免网络过于自信；验证损失不含平滑。",
          },
        } satisfies ParameterMeta),
      vocabulary: z
        .int()
        .min(100)
        .max(32_000)
        .default(8_000)
        .meta({
          label: { en: "Vocabulary", zh: "词表大小" },
          explanation: {
            en: "Tokens of each language at most: Chinese characters on one side, words, digits and letters on the other. Rarer words are spelt in letters.",
            zh: "每种语言词元数的上限：一侧为汉字，另一侧为单词、数字和字母；更罕见的单词按字母拼写。",
          },
          unit: "tokens",
        } satisfies ParameterMeta),
      longest: z
        .int()
        .min(8)
        .max(256)
        .default(64)
        .meta({
          label: { en: "Longest sentence", zh: "最长句子" },
          explanation: {
            en: "What a sentence has beyond so many tokens is cut off while learning.",
            zh: "学习时句子超出此词元数的部分会被截去。",
          },
          unit: "tokens",
        } satisfies ParameterMeta),
      beam: z
        .int()
        .min(1)
        .max(16)
        .default(4)
        .meta({
          label: { en: "Beam", zh: "束宽" },
          explanation: {
            en: "Translations of a test sentence that are followed at once; the likeliest that ends is taken. 1 takes the likeliest word each time.",
            zh: "翻译测试句子时同时跟踪的候选译文数，取其中最可能的；1 表示每次只取最可能的词。",
          },
          unit: "translations",
        } satisfies ParameterMeta),
      lengthPenalty: z
        .number()
        .min(0)
        .max(2)
        .default(0.6)
        .meta({
          label: { en: "Length penalty", zh: "长度惩罚" },
          explanation: {
            en: "Makes up for longer translations being less probable (Wu et al. 2016). 0 prefers short ones.",
            zh: "补偿较长译文概率偏低的问题（Wu 等，2016）；0 偏好较短的译文。",
          },
        } satisfies ParameterMeta),
      ...stoppingOptions,
      ...parallelOptions,
    })
    .refine(({ width, heads }) => width % heads === 0, {
      path: ["width"],
      message: "the width must be a multiple of the heads",
    }),
});

/** Validated parameters of a run of this recipe. */
export type TransformerTranslationParameters = z.output<typeof transformerTranslation.parameters>;
