import { z } from "zod";
import { DataKind } from "../datasets/data-kind.js";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { classWeightOptions } from "./class-weight-options.js";
import { attackOptions } from "./attack-options.js";
import { descentOptions } from "./descent-options.js";
import { precisionOption } from "./precision-option.js";
import { distillationOptions } from "./distillation-options.js";
import { dropoutOption } from "./dropout-option.js";
import { imageAugmentationOptions } from "./image-augmentation-options.js";
import { parallelOptions } from "./parallel-options.js";
import { passOptions } from "./pass-options.js";
import { stoppingOptions } from "./stopping-options.js";
import { unfitPictureClasses } from "./picture-requirements.js";
import { privacyOptions } from "./privacy-options.js";
import { pruningOptions } from "./pruning-options.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";

/** Of the users' own pictures. */
const FEWEST_ROWS = 30;

/** A convolutional network that tells images of single objects apart, trained from nothing. */
export const cnnImageClassification = defineRecipe({
  id: "cnn-image-classification",
  title: { en: "Image classification with a CNN", zh: "卷积神经网络图像分类" },
  summary: {
    en: "Learns to name the one object in a small picture, such as a handwritten digit, from labelled examples: the built-in digits, or pictures of your own in any number of classes up to 100, grey or coloured.",
    zh: "从带标签的样本中学习，识别小幅图像中的单个对象，例如手写数字：可用内置数字，也可用自有图像（至多 100 类，灰度或彩色）。",
  },
  task: "IMAGE_CLASSIFICATION",
  datasets: ["mnist-digits", "mnist-digits-small"],
  accepts: [DataKind.IMAGES],
  unfit: (data) => unfitPictureClasses(data, FEWEST_ROWS),
  fixedInForks: ["variant", "optimizer"],
  transfers: true,
  teachable: true,
  exports: [ExportFormat.ONNX, ExportFormat.SAFETENSORS],
  predicts: PredictionInputKind.IMAGES,
  presets: {
    QUICK: {
      summary: {
        en: "1,000 digits, 4 epochs: a few seconds on one core, about nine digits in ten right.",
        zh: "1,000 个数字，4 轮：单核几秒钟，约九成正确。",
      },
      parameters: { epochs: 4, batchSize: 50 },
      dataset: "mnist-digits-small",
    },
    STANDARD: {
      summary: {
        en: "10,000 digits, 5 epochs: about twenty seconds on one core, 98 in 100 right.",
        zh: "10,000 个数字，5 轮：单核约二十秒，约 98% 正确。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "The deeper network, 20 epochs, each picture shifted by a pixel and turned by up to 15 degrees: minutes on one core.",
        zh: "更深的网络，20 轮，每张图像随机平移一个像素并旋转至多 15 度：单核需数分钟。",
      },
      parameters: { variant: "deep", epochs: 20, shift: 1, rotation: 15 },
    },
  },
  federated: true,
  judgedElsewhere: [DataKind.IMAGES],
  perturbable: true,
  parameters: z.strictObject({
    variant: z
      .enum(["standard", "deep"])
      .default("standard")
      .meta({
        label: { en: "Network", zh: "网络结构" },
        explanation: {
          en: "standard: two convolutions (32 and 64 filters) and a dense layer of 128. deep: a third convolution (64) and a dense layer of 64, with a third of the weights.",
          zh: "standard：两层卷积（32 和 64 个滤波器）加 128 单元全连接层；deep：增加第三层卷积（64），全连接层为 64 单元，权重约为三分之一。",
        },
      } satisfies ParameterMeta),
    ...passOptions({
      epochs: {
        usual: 5,
        most: 100,
        explanation: {
          en: "How often every training picture is seen. More takes proportionally longer and gains less each time.",
          zh: "每张训练图像被学习的次数。轮数越多耗时越长，而每轮的收益递减。",
        },
      },
      batchSize: {
        usual: 64,
        most: 512,
        unit: "images",
        explanation: {
          en: "Pictures per update of the weights. Small batches learn more per epoch, large ones compute faster.",
          zh: "每次更新权重所用的图像数。小批量每轮学得更多，大批量计算更快。",
        },
      },
    }),
    ...descentOptions({ learningRate: 1e-3 }),
    ...precisionOption,
    dropout: dropoutOption(0.25, {
      en: "Share of the dense layer's units that are silenced at random in each step, against learning by heart.",
      zh: "每一步随机屏蔽的全连接层单元比例，用于防止死记硬背。",
    }),
    ...imageAugmentationOptions,
    ...classWeightOptions,
    ...pruningOptions,
    ...attackOptions,
    ...privacyOptions,
    ...distillationOptions,
    ...stoppingOptions,
    ...parallelOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type CnnParameters = z.output<typeof cnnImageClassification.parameters>;
