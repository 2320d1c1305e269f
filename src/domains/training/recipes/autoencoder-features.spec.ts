import { z } from "zod";
import { DataKind } from "../datasets/data-kind.js";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { descentOptions } from "./descent-options.js";
import { precisionOption } from "./precision-option.js";
import { parallelOptions } from "./parallel-options.js";
import { passOptions } from "./pass-options.js";
import { stoppingOptions } from "./stopping-options.js";
import { pruningOptions } from "./pruning-options.js";
import { unfitGreyPictures } from "./picture-requirements.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";

/** A convolutional autoencoder: learns a few numbers that tell of a picture, without any labels. */
export const autoencoderFeatures = defineRecipe({
  id: "autoencoder-features",
  title: { en: "Feature learning with an autoencoder", zh: "自编码器特征学习" },
  summary: {
    en: "Learns, without labels, to describe a small grey picture by a few numbers from which the picture can be drawn again: features for search, grouping and classifiers that have few labels. With noise added it learns to clean pictures.",
    zh: "无需标签，学习用少量数值描述一幅小灰度图像，并能由这些数值重建图像：所得特征可用于检索、聚类以及标签稀少的分类任务；加入噪声后还可学习去噪。",
  },
  task: "FEATURE_LEARNING",
  datasets: ["mnist-digits", "mnist-digits-small"],
  accepts: [DataKind.IMAGES],
  unfit: (data) => unfitGreyPictures(data, { fewestRows: 50, mostSide: 48 }),
  fixedInForks: ["features", "filters", "depth", "optimizer"],
  transfers: true,
  predicts: PredictionInputKind.IMAGES,
  exports: [ExportFormat.ONNX, ExportFormat.SAFETENSORS],
  presets: {
    QUICK: {
      summary: {
        en: "Half the filters, 5 epochs: well under a minute on one core. The digits come back somewhat soft, and a straight line through the features tells nine in ten apart.",
        zh: "滤波器减半，5 轮：单核不到一分钟。重建的数字略显柔和，仅凭特征上的线性分类即可认出九成数字。",
      },
      parameters: { filters: 16, epochs: 5 },
    },
    STANDARD: {
      summary: {
        en: "32 filters, 10 epochs: a few minutes on one core, and sharper digits.",
        zh: "32 个滤波器，10 轮：单核数分钟，重建的数字更清晰。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "Twice the filters, 64 features, 40 epochs: tens of minutes on one core, best on a GPU.",
        zh: "滤波器加倍，64 个特征，40 轮：单核数十分钟，最好使用 GPU。",
      },
      parameters: { filters: 64, features: 64, epochs: 40 },
    },
  },
  federated: true,
  judgedElsewhere: [DataKind.IMAGES],
  parameters: z.strictObject({
    features: z
      .int()
      .min(2)
      .max(128)
      .default(32)
      .meta({
        label: { en: "Features", zh: "特征数" },
        explanation: {
          en: "Numbers that a picture is described by. Few force the network to find what matters, many keep more detail.",
          zh: "描述一幅图像所用的数值个数。数量少迫使网络抓住要点，数量多则保留更多细节。",
        },
      } satisfies ParameterMeta),
    filters: z
      .int()
      .min(4)
      .max(128)
      .default(32)
      .meta({
        label: { en: "Filters", zh: "滤波器数" },
        explanation: {
          en: "Patterns that each convolution looks for. Twice as many take about four times as long.",
          zh: "每层卷积所寻找的图案数。加倍后耗时约为四倍。",
        },
      } satisfies ParameterMeta),
    depth: z
      .int()
      .min(1)
      .max(3)
      .default(2)
      .meta({
        label: { en: "Depth", zh: "深度" },
        explanation: {
          en: "How often the picture is convolved and halved on its way to the features, and doubled again on its way back.",
          zh: "图像编码为特征时卷积并减半的次数，重建时放大的次数与之相同。",
        },
        unit: "layers",
      } satisfies ParameterMeta),
    ...passOptions({
      epochs: {
        usual: 10,
        most: 200,
        explanation: {
          en: "How often every training picture is seen. More takes proportionally longer and sharpens the pictures less each time.",
          zh: "每张训练图像被学习的次数。轮数越多耗时越长，而图像清晰度的提升逐渐减小。",
        },
      },
      batchSize: {
        usual: 32,
        most: 512,
        unit: "images",
        explanation: {
          en: "Pictures per update of the weights. Small batches learn more per epoch, large ones compute faster.",
          zh: "每次更新权重所用的图像数。小批量每轮学得更多，大批量计算更快。",
        },
      },
    }),
    noise: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .meta({
        label: { en: "Noise", zh: "噪声强度" },
        explanation: {
          en: "Standard deviation of the noise on what the network sees, where black is 0 and white is 1, while it has to draw the clean picture: a denoising autoencoder. Validation and test see noise as well. 0 is none; 0.3 is a lot.",
          zh: "网络输入所加噪声的标准差（黑为 0，白为 1），而目标是干净的图像，即去噪自编码器；验证和测试时同样加噪声。0 表示不加，0.3 已相当强。",
        },
      } satisfies ParameterMeta),
    ...pruningOptions,
    ...stoppingOptions,
    ...parallelOptions,
    ...descentOptions({ learningRate: 3e-3 }),
    ...precisionOption,
  }),
});

/** Validated parameters of a run of this recipe. */
export type AutoencoderParameters = z.output<typeof autoencoderFeatures.parameters>;
