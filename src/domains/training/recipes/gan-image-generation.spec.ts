import { z } from "zod";
import { DataKind } from "../datasets/data-kind.js";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { adversarialOptions } from "./adversarial-options.js";
import { dropoutOption } from "./dropout-option.js";
import { unfitGreyPictures } from "./picture-requirements.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";
import { stoppingOptions } from "./stopping-options.js";

/** Two networks, one that makes pictures and one that tells them from real ones, learn against each other. */
export const ganImageGeneration = defineRecipe({
  id: "gan-image-generation",
  title: { en: "Image generation with a GAN", zh: "生成对抗网络图像生成" },
  summary: {
    en: "Learns to make new pictures that look like the given ones, such as handwritten digits that nobody has written: a generator makes them out of random numbers, a discriminator tells them from real ones, and each learns from the other. It can be told the classes, or do without labels.",
    zh: "学习生成与给定图像相似的新图像，例如从未有人写过的手写数字：生成器由随机数生成图像，判别器区分真伪，两者在对抗中共同进步。可以使用类别标签，也可以不用。",
  },
  task: "IMAGE_GENERATION",
  datasets: ["mnist-digits", "mnist-digits-small"],
  accepts: [DataKind.IMAGES],
  unfit: (data) => unfitGreyPictures(data, { fewestRows: 500, mostSide: 48, multipleOf: 4 }),
  fixedInForks: ["variant", "conditional", "latent", "units", "filters"],
  transfers: true,
  predicts: PredictionInputKind.SAMPLES,
  judgedElsewhere: [DataKind.IMAGES],
  exports: [ExportFormat.ONNX, ExportFormat.SAFETENSORS],
  presets: {
    QUICK: {
      summary: {
        en: "Dense networks that are told the classes, 8 epochs: under a minute on one core. More than eight pictures in ten can surely be read as digits.",
        zh: "使用类别标签的全连接网络，8 轮：单核不到一分钟，八成以上图像可确信辨认为数字。",
      },
      parameters: { epochs: 8, learningRateSchedule: "constant" },
    },
    STANDARD: {
      summary: {
        en: "Dense networks that are told the classes, 40 epochs: some minutes on one core.",
        zh: "使用类别标签的全连接网络，40 轮：单核数分钟。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "Convolutional networks with 128 channels, the Wasserstein loss and five updates of the critic a round, 100 epochs: hours on one core, best on a GPU.",
        zh: "128 通道的卷积网络，Wasserstein 损失，每轮判别器更新五次，100 轮：单核需数小时，最好使用 GPU。",
      },
      parameters: {
        variant: "convolutional",
        filters: 128,
        loss: "wgan-gp",
        criticSteps: 5,
        generatorLearningRate: 2e-4,
        discriminatorLearningRate: 2e-4,
        epochs: 100,
      },
    },
  },
  parameters: z.strictObject({
    variant: z
      .enum(["dense", "convolutional"])
      .default("dense")
      .meta({
        label: { en: "Networks", zh: "网络结构" },
        explanation: {
          en: "dense: two hidden layers in each, fast. convolutional: the generator enlarges a small picture of many channels by two transposed convolutions, the discriminator halves pictures by two convolutions; slower, and without the speckles that dense layers leave.",
          zh: "dense：两个网络各有两个全连接隐藏层，速度快；convolutional：生成器用两层转置卷积放大多通道的小图，判别器用两层步长卷积缩小图像；较慢，但没有全连接层留下的斑点。",
        },
      } satisfies ParameterMeta),
    loss: z
      .enum(["bce", "wgan-gp"])
      .default("bce")
      .meta({
        label: { en: "Loss", zh: "损失函数" },
        explanation: {
          en: "bce: cross-entropy, the generator's in the form that does not saturate. wgan-gp: Wasserstein distance with a gradient penalty, steadier and slower; it wants several discriminator updates a round.",
          zh: "bce：交叉熵，生成器采用不饱和形式；wgan-gp：带梯度惩罚的 Wasserstein 距离，更稳定但更慢，每轮需多次更新判别器。",
        },
      } satisfies ParameterMeta),
    penalty: z
      .number()
      .min(0)
      .max(1000)
      .default(10)
      .meta({
        label: { en: "Gradient penalty", zh: "梯度惩罚" },
        explanation: {
          en: "Weight of the penalty that holds the discriminator's slope in check. With wgan-gp the slope is drawn to 1 between real and made pictures.",
          zh: "约束判别器梯度的惩罚权重。使用 wgan-gp 时，使真实与生成图像之间的梯度范数趋于 1。",
        },
      } satisfies ParameterMeta),
    realPenalty: z
      .number()
      .min(0)
      .max(100)
      .default(0.5)
      .meta({
        label: { en: "Penalty at real pictures", zh: "真实图像处的梯度惩罚" },
        explanation: {
          en: "With bce: weight of the discriminator's squared slope at real pictures (R1, Mescheder et al., 2018). It keeps the contest from circling; 0 leaves it out. wgan-gp has its own.",
          zh: "用于 bce：判别器在真实图像处梯度平方的权重（R1，Mescheder 等，2018），避免对抗来回振荡；0 表示不用。wgan-gp 自有惩罚。",
        },
      } satisfies ParameterMeta),
    conditional: z
      .boolean()
      .default(true)
      .meta({
        label: { en: "Told the classes", zh: "使用类别标签" },
        explanation: {
          en: "Both networks are told which class a picture is to be of, so that pictures of any class can be asked for and none is forgotten. It takes labels; off, the networks learn without any.",
          zh: "两个网络都获知图像应属的类别，可按类别生成，且不会遗漏任何类别。需要标签；关闭时则无需标签学习。",
        },
      } satisfies ParameterMeta),
    latent: z
      .int()
      .min(2)
      .max(512)
      .default(100)
      .meta({
        label: { en: "Latent numbers", zh: "潜变量维数" },
        explanation: {
          en: "Random numbers that a picture is made of: what can vary from one picture to the next.",
          zh: "生成一幅图像所用的随机数个数，决定图像之间可以有多少种变化。",
        },
      } satisfies ParameterMeta),
    units: z
      .int()
      .min(16)
      .max(1024)
      .default(256)
      .meta({
        label: { en: "Units", zh: "隐藏单元数" },
        explanation: {
          en: "Of each hidden layer of the dense networks; convolutional ones have filters instead.",
          zh: "全连接网络每个隐藏层的单元数；卷积网络由滤波器数决定。",
        },
        unit: "units",
      } satisfies ParameterMeta),
    filters: z
      .int()
      .min(4)
      .max(256)
      .multipleOf(2)
      .default(64)
      .meta({
        label: { en: "Filters", zh: "滤波器数" },
        explanation: {
          en: "Channels of the convolutional networks' 7 by 7 pictures; those of 14 by 14 pixels have half as many. Twice as many take about four times as long. An even number.",
          zh: "卷积网络 7×7 特征图的通道数，14×14 特征图为其一半；加倍后耗时约为四倍。须为偶数。",
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
          en: "Below zero the discriminator's units pass this share on, so that the generator always learns in which direction to go.",
          zh: "判别器单元在负值区保留的比例，使生成器始终能得到改进的方向。",
        },
      } satisfies ParameterMeta),
    dropout: dropoutOption(0, {
      en: "Share of the discriminator's hidden units that are silenced at random in each update, so that it does not learn the real pictures by heart. The penalty at real pictures mostly does that better.",
      zh: "判别器每次更新时随机屏蔽的隐藏单元比例，避免其死记真实图像；通常真实图像处的梯度惩罚效果更好。",
    }),
    epochs: z
      .int()
      .min(1)
      .max(500)
      .default(40)
      .meta({
        label: { en: "Epochs", zh: "训练轮数" },
        explanation: {
          en: "How often the discriminator sees every real picture. More takes proportionally longer and gains less each time.",
          zh: "判别器看到每张真实图像的次数。轮数越多耗时越长，而每轮的收益递减。",
        },
        unit: "epochs",
      } satisfies ParameterMeta),
    batchSize: z
      .int()
      .min(2)
      .max(512)
      .default(64)
      .meta({
        label: { en: "Batch size", zh: "批大小" },
        explanation: {
          en: "Real pictures per update of the discriminator, and as many made ones.",
          zh: "判别器每次更新所用的真实图像数，生成图像数与之相同。",
        },
        unit: "images",
      } satisfies ParameterMeta),
    ...adversarialOptions({ generatorLearningRate: 2e-3, discriminatorLearningRate: 1e-3, averaging: 0.999 }),
    ...stoppingOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type GanGenerationParameters = z.output<typeof ganImageGeneration.parameters>;
