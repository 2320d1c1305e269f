import { z } from "zod";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { DataKind } from "../datasets/data-kind.js";
import { descentOptions } from "./descent-options.js";
import { precisionOption } from "./precision-option.js";
import { dropoutOption } from "./dropout-option.js";
import { parallelOptions } from "./parallel-options.js";
import { passOptions } from "./pass-options.js";
import { stoppingOptions } from "./stopping-options.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";

/** Of a series, what the network trains on, and how many windows it should find there. */
const [TRAINED_SHARE, FEWEST_WINDOWS] = [0.7, 30];

/** A recurrent network that forecasts the next value of a series from the values before it. */
export const lstmTimeSeries = defineRecipe({
  id: "lstm-time-series",
  title: { en: "Time series forecasting with an LSTM", zh: "LSTM 时间序列预测" },
  summary: {
    en: "Learns from a series' past to forecast its next value, and is held against the forecasts that cost nothing: the last value, and that of a season ago.",
    zh: "从序列的历史中学习预测下一个值，并与无需训练的预测对比：上一个值，以及上一季节同期的值。",
  },
  task: "TIME_SERIES_FORECASTING",
  datasets: ["seattle-weather", "co2"],
  accepts: [DataKind.TIME_SERIES],
  unfit: ({ rows, figures }, { window, difference, season }) => {
    const own = figures.find(({ name }) => name === "season")?.value ?? 1;
    const lag = { none: 0, first: 1, seasonal: season === 0 ? own : season }[difference];
    const least = Math.ceil((window + lag + FEWEST_WINDOWS) / TRAINED_SHARE);
    return rows < least
      ? `${rows} steps; a window of ${window} and a difference over ${lag} need ${least} of them.`
      : undefined;
  },
  fixedInForks: ["hidden", "layers", "window", "difference", "season", "optimizer"],
  transfers: true,
  exports: [ExportFormat.SAFETENSORS],
  predicts: PredictionInputKind.SERIES,
  presets: {
    QUICK: {
      summary: {
        en: "Windows of 14 values, 10 epochs: a few seconds on one core, and already better than taking the last value.",
        zh: "窗口 14 个值，10 轮：单核几秒钟，已优于直接取上一个值。",
      },
      parameters: { window: 14, epochs: 10 },
    },
    STANDARD: {
      summary: {
        en: "Windows of 28 values, 20 epochs: about ten seconds on one core. The error is 4 per cent below the last value's for the weather, two thirds below it for CO2.",
        zh: "窗口 28 个值，20 轮：单核约十秒。与直接取上一个值相比，天气的误差低约 4%，CO2 的误差低约三分之二。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "Two layers of 128 units, 60 values each, dropout, 60 epochs: minutes on one core. On series this short, more is seldom better.",
        zh: "两层各 128 个单元，窗口 60 个值，随机失活，60 轮：单核需数分钟。对这样短的序列，规模更大未必更好。",
      },
      parameters: { layers: 2, hidden: 128, window: 60, epochs: 60, dropout: 0.2 },
    },
  },
  federated: true,
  parameters: z.strictObject({
    hidden: z
      .int()
      .min(1)
      .max(256)
      .default(50)
      .meta({
        label: { en: "Hidden units", zh: "隐藏单元数" },
        explanation: {
          en: "Memory cells in each layer. More can hold more of the past, and learn more of the noise by heart.",
          zh: "每层的记忆单元数。单元越多，能记住的历史越多，也越容易记住噪声。",
        },
        unit: "units",
      } satisfies ParameterMeta),
    layers: z
      .int()
      .min(1)
      .max(2)
      .default(1)
      .meta({
        label: { en: "Layers", zh: "层数" },
        explanation: {
          en: "LSTM layers, one reading what the other remembers. One is enough for a short, simple series.",
          zh: "LSTM 层数，后一层读取前一层的输出。对短而简单的序列，一层足够。",
        },
        unit: "layers",
      } satisfies ParameterMeta),
    window: z
      .int()
      .min(2)
      .max(60)
      .default(28)
      .meta({
        label: { en: "Window", zh: "窗口长度" },
        explanation: {
          en: "How many past steps the network sees for each forecast. A step takes proportionally longer.",
          zh: "每次预测时网络可见的历史步数；训练时间与之成正比。",
        },
        unit: "steps",
      } satisfies ParameterMeta),
    difference: z
      .enum(["none", "first", "seasonal"])
      .default("first")
      .meta({
        label: { en: "Difference", zh: "差分方式" },
        explanation: {
          en: "What is learnt: none, the values themselves; first, the change since the last value; seasonal, the change since a season ago. A network cannot forecast values beyond those it has trained on, so a series with a trend, such as CO2, needs a difference. The change is added to a true value of the past, which is known when forecasting.",
          zh: "学习的对象：none 为数值本身；first 为相对上一个值的变化；seasonal 为相对上一季节同期的变化。网络难以预测训练范围之外的数值，因此有趋势的序列（如 CO2）需要差分。预测时，变化量加到已知的真实历史值上。",
        },
      } satisfies ParameterMeta),
    season: z
      .int()
      .min(0)
      .max(366)
      .default(0)
      .meta({
        label: { en: "Season", zh: "季节长度" },
        explanation: {
          en: "Steps after which the pattern comes again. 0 takes the data set's own: 365 days for the weather, 12 months for CO2.",
          zh: "规律重复一次所经过的步数。0 表示采用数据集自身的季节：天气为 365 天，CO2 为 12 个月。",
        },
        unit: "steps",
      } satisfies ParameterMeta),
    ...passOptions({
      epochs: {
        usual: 20,
        most: 500,
        explanation: {
          en: "How often every window of the training part is seen. Past some point the network learns the noise by heart: watch the validation loss.",
          zh: "训练部分每个窗口被学习的次数。超过一定轮数后网络会记住噪声：请关注验证损失。",
        },
      },
      batchSize: {
        usual: 32,
        most: 256,
        unit: "windows",
        explanation: {
          en: "Windows per update of the weights. Small batches learn more per epoch, large ones compute faster.",
          zh: "每次更新权重所用的窗口数。小批量每轮学得更多，大批量计算更快。",
        },
      },
    }),
    ...descentOptions({ learningRate: 1e-3 }),
    ...precisionOption,
    dropout: dropoutOption(0, {
      en: "Share of each layer's outputs that are silenced at random in each step, against learning by heart.",
      zh: "每一步随机屏蔽的各层输出比例，用于防止死记硬背。",
    }),
    ...stoppingOptions,
    ...parallelOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type LstmTimeSeriesParameters = z.output<typeof lstmTimeSeries.parameters>;
