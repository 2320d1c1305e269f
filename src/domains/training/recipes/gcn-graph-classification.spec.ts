import { z } from "zod";
import { classWeightOptions } from "./class-weight-options.js";
import { ExportFormat } from "../exports/export.specs.js";
import { DataKind } from "../datasets/data-kind.js";
import { NODES_MAX, PredictionInputKind } from "../predictions/prediction.specs.js";
import { unfitClasses } from "./class-requirements.js";
import { descentOptions } from "./descent-options.js";
import { precisionOption } from "./precision-option.js";
import { distillationOptions } from "./distillation-options.js";
import { dropoutOption } from "./dropout-option.js";
import { passOptions } from "./pass-options.js";
import { stoppingOptions } from "./stopping-options.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";

/** Types of nodes. */
const MOST_TYPES = 50;

/** A graph convolutional network that tells whole graphs apart by how their nodes are connected. */
export const gcnGraphClassification = defineRecipe({
  id: "gcn-graph-classification",
  title: { en: "Graph classification with a GCN", zh: "图卷积网络图分类" },
  summary: {
    en: "Learns to name the class of a whole graph, such as a molecule, from which nodes are connected to which.",
    zh: "根据节点之间的连接方式，识别整个图（例如分子）的类别。",
  },
  task: "GRAPH_CLASSIFICATION",
  datasets: ["motif-graphs", "motif-graphs-small"],
  accepts: [DataKind.GRAPHS],
  unfit: (data) => {
    const types = data.figures.find(({ name }) => name === "nodeTypes")?.value ?? 1;
    const largest = data.columns.find(({ name }) => name === "nodes")?.maximum ?? 0;
    // Pictures draw graphs whole.
    if (largest > NODES_MAX) return `its largest graph has ${largest} nodes; ${NODES_MAX} are allowed.`;
    if (types > MOST_TYPES) return `its nodes are of ${types} types; ${MOST_TYPES} are allowed.`;
    return unfitClasses(data, { fewestRows: 50, fewestOfAClass: 10, mostClasses: 100, rows: "graphs" });
  },
  fixedInForks: ["width", "optimizer"],
  transfers: true,
  teachable: true,
  predicts: PredictionInputKind.GRAPHS,
  exports: [ExportFormat.SAFETENSORS],
  presets: {
    QUICK: {
      summary: {
        en: "400 graphs, 60 epochs: about ten seconds on one core, nine graphs in ten right.",
        zh: "400 个图，60 轮：单核约十秒，约九成正确。",
      },
      parameters: { epochs: 60, batchSize: 8, dropout: 0 },
      dataset: "motif-graphs-small",
    },
    STANDARD: {
      summary: {
        en: "2,000 graphs, 40 epochs: about twenty seconds on one core, 96 in 100 right.",
        zh: "2,000 个图，40 轮：单核约二十秒，约 96% 正确。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "Twice the channels, 150 epochs at half the rate: about three minutes on one core, 99 in 100 right.",
        zh: "通道数加倍，150 轮，学习率减半：单核约三分钟，约 99% 正确。",
      },
      parameters: { width: 128, epochs: 150, learningRate: 0.005 },
    },
  },
  federated: true,
  judgedElsewhere: [DataKind.GRAPHS],
  parameters: z.strictObject({
    width: z
      .int()
      .min(4)
      .max(512)
      .default(64)
      .meta({
        label: { en: "Channels", zh: "通道数" },
        explanation: {
          en: "Channels of the first graph convolution; the second has twice as many. More tell more patterns apart, and take longer.",
          zh: "第一层图卷积的通道数，第二层为其两倍。通道越多，能区分的结构越多，耗时也越长。",
        },
        unit: "channels",
      } satisfies ParameterMeta),
    ...passOptions({
      epochs: {
        usual: 40,
        most: 1000,
        explanation: {
          en: "How often every training graph is seen. More takes proportionally longer and gains less each time.",
          zh: "每个训练图被学习的次数。轮数越多耗时越长，而每轮的收益递减。",
        },
      },
      batchSize: {
        usual: 16,
        most: 1024,
        unit: "graphs",
        explanation: {
          en: "Graphs per update of the weights. Small batches learn more per epoch, large ones compute faster.",
          zh: "每次更新权重所用的图数。小批量每轮学得更多，大批量计算更快。",
        },
      },
    }),
    ...descentOptions({ learningRate: 0.01 }),
    ...precisionOption,
    dropout: dropoutOption(0.1, {
      en: "Share of what the nodes know after the second convolution that is silenced at random in each step, against learning by heart.",
      zh: "每一步随机屏蔽第二层卷积后节点特征的比例，用于防止死记硬背。",
    }),
    ...classWeightOptions,
    ...distillationOptions,
    ...stoppingOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type GcnParameters = z.output<typeof gcnGraphClassification.parameters>;
