import { z } from "zod";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { classWeightOptions } from "./class-weight-options.js";
import { attackOptions } from "./attack-options.js";
import { descentOptions } from "./descent-options.js";
import { distillationOptions } from "./distillation-options.js";
import { parallelOptions } from "./parallel-options.js";
import { stoppingOptions } from "./stopping-options.js";
import { privacyOptions } from "./privacy-options.js";
import { pruningOptions } from "./pruning-options.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";

/** A convolutional network that tells images of single objects apart, trained from nothing. */
export const cnnImageClassification = defineRecipe({
  id: "cnn-image-classification",
  title: { en: "Image classification with a CNN", zh: "卷积神经网络图像分类" },
  summary: {
    en: "Learns to name the one object in a small grey picture, such as a handwritten digit, from labelled examples.",
    zh: "从带标签的样本中学习，识别小幅灰度图像中的单个对象，例如手写数字。",
  },
  task: "IMAGE_CLASSIFICATION",
  datasets: ["mnist-digits", "mnist-digits-small"],
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
        en: "The deeper network, 30 epochs with shifts of two pixels: minutes on one core, best on a GPU.",
        zh: "更深的网络，30 轮，平移两个像素：单核需数分钟，最好使用 GPU。",
      },
      parameters: { variant: "deep", epochs: 30, shift: 2 },
    },
  },
  federated: true,
  judgedElsewhere: true,
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
    epochs: z
      .int()
      .min(1)
      .max(100)
      .default(5)
      .meta({
        label: { en: "Epochs", zh: "训练轮数" },
        explanation: {
          en: "How often every training picture is seen. More takes proportionally longer and gains less each time.",
          zh: "每张训练图像被学习的次数。轮数越多耗时越长，而每轮的收益递减。",
        },
        unit: "epochs",
      } satisfies ParameterMeta),
    batchSize: z
      .int()
      .min(1)
      .max(512)
      .default(64)
      .meta({
        label: { en: "Batch size", zh: "批大小" },
        explanation: {
          en: "Pictures per update of the weights. Small batches learn more per epoch, large ones compute faster.",
          zh: "每次更新权重所用的图像数。小批量每轮学得更多，大批量计算更快。",
        },
        unit: "images",
      } satisfies ParameterMeta),
    ...descentOptions({ learningRate: 1e-3 }),
    dropout: z
      .number()
      .min(0)
      .max(0.9)
      .default(0.25)
      .meta({
        label: { en: "Dropout", zh: "随机失活率" },
        explanation: {
          en: "Share of the dense layer's units that are silenced at random in each step, against learning by heart.",
          zh: "每一步随机屏蔽的全连接层单元比例，用于防止死记硬背。",
        },
      } satisfies ParameterMeta),
    shift: z
      .int()
      .min(0)
      .max(4)
      .default(1)
      .meta({
        label: { en: "Random shift", zh: "随机平移" },
        explanation: {
          en: "Each training picture is moved by up to this many pixels in both directions, anew each time: more variety from the same pictures. 0 shows them as they are.",
          zh: "训练图像每次在横纵方向随机平移至多这么多像素，使同样的图像更多样；0 表示不平移。",
        },
        unit: "pixels",
      } satisfies ParameterMeta),
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
