import { z } from "zod";
import { DataKind } from "../datasets/data-kind.js";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { adversarialOptions } from "./adversarial-options.js";
import { passOptions } from "./pass-options.js";
import { unfitGreyPictures } from "./picture-requirements.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";
import { stoppingOptions } from "./stopping-options.js";

/** A network learns to clean noisy pictures, so well that another cannot tell them from clean ones. */
export const ganImageDenoising = defineRecipe({
  id: "gan-image-denoising",
  title: { en: "Image denoising with a GAN", zh: "生成对抗网络图像去噪" },
  summary: {
    en: "Learns to clean noisy pictures from examples with and without noise. A discriminator looks at patches of the result, so that it does not only come near the truth pixel by pixel but looks like it.",
    zh: "由含噪与干净图像的样例学习去噪。判别器逐块检查结果，使其不仅逐像素接近原图，而且看上去真实。",
  },
  task: "IMAGE_DENOISING",
  datasets: ["mnist-digits", "mnist-digits-small"],
  accepts: [DataKind.IMAGES],
  unfit: (data) => unfitGreyPictures(data, { fewestRows: 50, mostSide: 96, multipleOf: 4 }),
  fixedInForks: ["filters"],
  transfers: true,
  predicts: PredictionInputKind.IMAGES,
  judgedElsewhere: [DataKind.IMAGES],
  exports: [ExportFormat.ONNX, ExportFormat.SAFETENSORS],
  presets: {
    QUICK: {
      summary: {
        en: "8 channels, 3 epochs: well under a minute on one core, and far better than a Gaussian or a median filter.",
        zh: "8 个通道，3 轮：单核不到一分钟，效果远好于高斯或中值滤波。",
      },
      parameters: { filters: 8, epochs: 3 },
    },
    STANDARD: {
      summary: {
        en: "16 channels, 10 epochs: a few minutes on one core.",
        zh: "16 个通道，10 轮：单核数分钟。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "64 channels, 50 epochs at the rates 2e-4 and 1e-4: hours on one core, best on a GPU.",
        zh: "64 个通道，50 轮，学习率 2e-4 与 1e-4：单核需数小时，最好使用 GPU。",
      },
      parameters: { filters: 64, epochs: 50, generatorLearningRate: 2e-4, discriminatorLearningRate: 1e-4 },
    },
  },
  parameters: z.strictObject({
    noise: z
      .enum(["gaussian", "salt-and-pepper"])
      .default("gaussian")
      .meta({
        label: { en: "Noise", zh: "噪声类型" },
        explanation: {
          en: "gaussian: normal noise on every pixel, cut off at black and white. salt-and-pepper: some pixels become black or white.",
          zh: "gaussian：每个像素加正态噪声，并截断于黑白之间；salt-and-pepper：部分像素变为黑或白。",
        },
      } satisfies ParameterMeta),
    level: z
      .number()
      .min(0.01)
      .max(1)
      .default(0.3)
      .meta({
        label: { en: "Noise level", zh: "噪声强度" },
        explanation: {
          en: "Standard deviation of Gaussian noise, where black is 0 and white is 1; or the share of pixels that turn black or white.",
          zh: "高斯噪声的标准差（黑为 0，白为 1）；或变为黑白的像素比例。",
        },
      } satisfies ParameterMeta),
    content: z
      .enum(["l1", "l2"])
      .default("l2")
      .meta({
        label: { en: "Distance to the truth", zh: "与原图的距离" },
        explanation: {
          en: "l1: mean absolute difference a pixel, which leaves edges sharper. l2: mean squared difference, which the peak signal-to-noise ratio goes by.",
          zh: "l1：逐像素平均绝对差，边缘更清晰；l2：逐像素均方差，与峰值信噪比一致。",
        },
      } satisfies ParameterMeta),
    adversarialWeight: z
      .number()
      .min(0)
      .max(1)
      .default(1e-3)
      .meta({
        label: { en: "Adversarial weight", zh: "对抗损失权重" },
        explanation: {
          en: "Weight of the discriminator's opinion beside the distance to the truth. More makes pictures look real and takes them away from the very truth; 0 is a plain denoising network.",
          zh: "判别器意见相对于与原图距离的权重。增大使图像更逼真，但会偏离原图；0 即普通去噪网络。",
        },
      } satisfies ParameterMeta),
    filters: z
      .int()
      .min(2)
      .max(128)
      .default(16)
      .meta({
        label: { en: "Filters", zh: "滤波器数" },
        explanation: {
          en: "Channels of both networks at full size; at half size there are twice as many. Twice as many take about four times as long.",
          zh: "两个网络在原始尺寸上的通道数，半尺寸时加倍；加倍后耗时约为四倍。",
        },
      } satisfies ParameterMeta),
    slope: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.2)
      .meta({
        label: { en: "Leaky relu's slope", zh: "LeakyReLU 斜率" },
        explanation: {
          en: "Below zero the discriminator's units pass this share on.",
          zh: "判别器单元在负值区保留的比例。",
        },
      } satisfies ParameterMeta),
    ...passOptions({
      epochs: {
        usual: 10,
        most: 200,
        explanation: {
          en: "How often every training picture is seen, each time with new noise.",
          zh: "每张训练图像被学习的次数，每次噪声不同。",
        },
      },
      batchSize: {
        usual: 32,
        most: 256,
        unit: "images",
        explanation: {
          en: "Pictures per update of the weights. Small batches learn more per epoch, large ones compute faster.",
          zh: "每次更新权重所用的图像数。小批量每轮学得更多，大批量计算更快。",
        },
      },
    }),
    ...adversarialOptions({ generatorLearningRate: 2e-3, discriminatorLearningRate: 1e-3, averaging: 0.99 }),
    ...stoppingOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type GanDenoisingParameters = z.output<typeof ganImageDenoising.parameters>;
