import { z } from "zod";
import { ExportFormat } from "../exports/export.specs.js";
import { explorationOptions, replayOptions } from "./deep-q-options.js";
import { descentOptions } from "./descent-options.js";
import { parallelOptions } from "./parallel-options.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";
import { stoppingOptions } from "./stopping-options.js";

/** Playing Pong from pixels: a convolutional network of action values, learnt by playing. */
export const dqnPong = defineRecipe({
  id: "dqn-pong",
  title: { en: "Pong from pixels with a deep Q-network", zh: "深度 Q 网络：从像素学打乒乓" },
  summary: {
    en: "Learns to play Pong against a scripted opponent from nothing but the pictures and the score: deep reinforcement learning with replay and a target network.",
    zh: "仅凭画面和得分学会与脚本对手打乒乓：带经验回放与目标网络的深度强化学习。",
  },
  task: "REINFORCEMENT_LEARNING",
  datasets: ["pong"],
  exports: [ExportFormat.ONNX, ExportFormat.SAFETENSORS],
  fixedInForks: ["variant", "frameStack", "games", "replaySize", "optimizer"],
  presets: {
    QUICK: {
      summary: {
        en: "12,000 steps on frames of 28 × 28 pixels: under a minute on one core, and the scripted opponent is beaten.",
        zh: "12,000 步，28×28 像素画面：单核不到一分钟，即可胜过脚本对手。",
      },
      parameters: { steps: 12_000, explorationShare: 0.3 },
    },
    STANDARD: {
      summary: {
        en: "40,000 steps on frames of 28 × 28 pixels: three minutes on one core, and hardly a game is lost.",
        zh: "40,000 步，28×28 像素画面：单核约三分钟，几乎不再输掉比赛。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "A million steps on frames of 84 × 84 pixels with the network of Mnih et al. (2015), games to 21 points against a faster opponent: many hours on a CPU, for a GPU.",
        zh: "一百万步，84×84 像素画面，采用 Mnih 等（2015）的网络，对手更快，21 分制：CPU 上需很多小时，宜用 GPU。",
      },
      parameters: {
        variant: "catalogue",
        steps: 1_000_000,
        games: 4,
        learningRate: 1e-4,
        gamma: 0.99,
        returnSteps: 3,
        targetEvery: 2_500,
        replaySize: 500_000,
        learningStarts: 50_000,
        opponentSpeed: 0.8,
        points: 21,
        maxDecisions: 5_000,
      },
    },
  },
  parameters: z.strictObject({
    variant: z
      .enum(["small", "catalogue"])
      .default("small")
      .meta({
        label: { en: "Network", zh: "网络结构" },
        explanation: {
          en: "small: frames of 28 × 28 pixels, two convolutions (16 and 32 filters) and a dense layer of 128. catalogue: frames of 84 × 84, the network of Mnih et al. (2015): three convolutions (32, 64, 64) and a dense layer of 512, for a GPU.",
          zh: "small：28×28 像素画面，两层卷积（16 和 32 个滤波器）加 128 单元全连接层；catalogue：84×84 画面，Mnih 等（2015）的网络：三层卷积（32、64、64）加 512 单元全连接层，宜用 GPU。",
        },
      } satisfies ParameterMeta),
    steps: z
      .int()
      .min(10)
      .max(5_000_000)
      .default(40_000)
      .meta({
        label: { en: "Steps", zh: "步数" },
        explanation: {
          en: "In each step every game goes on by one decision, and the network learns from one batch.",
          zh: "每一步中，每局比赛各推进一次决策，网络学习一个批次。",
        },
        unit: "steps",
      } satisfies ParameterMeta),
    games: z
      .int()
      .min(1)
      .max(32)
      .default(16)
      .meta({
        label: { en: "Games at a time", zh: "同时进行的比赛数" },
        explanation: {
          en: "Games that are played side by side to learn from: so many decisions fall between two updates of the weights. Mnih et al. (2015) took 4; playing costs little here, and more games tell more.",
          zh: "同时进行、用于学习的比赛数，即两次权重更新之间的决策数。Mnih 等（2015）取 4；此处对局开销很小，局数多则经验更丰富。",
        },
        unit: "games",
      } satisfies ParameterMeta),
    batchSize: z
      .int()
      .min(1)
      .max(512)
      .default(32)
      .meta({
        label: { en: "Batch size", zh: "批大小" },
        explanation: {
          en: "Decisions drawn from the replay memory for each update.",
          zh: "每次更新从经验回放中抽取的决策数。",
        },
        unit: "decisions",
      } satisfies ParameterMeta),
    ...descentOptions({ learningRate: 1e-3 }),
    loss: z
      .enum(["huber", "squared"])
      .default("huber")
      .meta({
        label: { en: "Loss", zh: "损失函数" },
        explanation: {
          en: "Of the error of a value. huber grows linearly beyond 1, so that one surprise does not throw the weights far off; squared is the mean squared error, halved.",
          zh: "价值误差的损失。huber 在误差超过 1 后线性增长，避免个别意外使权重剧烈偏移；squared 为均方误差的一半。",
        },
      } satisfies ParameterMeta),
    gamma: z
      .number()
      .min(0)
      .max(0.9999)
      .default(0.97)
      .meta({
        label: { en: "Discount (gamma)", zh: "折扣因子（gamma）" },
        explanation: {
          en: "What a point counts for that is won one decision later. 0.97 looks about thirty decisions ahead, three times the ball's way across the court.",
          zh: "推迟一次决策赢得的分数按此比例折算。0.97 约可前瞻三十次决策，即球横穿球场三次。",
        },
      } satisfies ParameterMeta),
    returnSteps: z
      .int()
      .min(1)
      .max(20)
      .default(5)
      .meta({
        label: { en: "Steps of a return", zh: "多步回报" },
        explanation: {
          en: "Rewards of so many decisions are taken as they came before the network's own estimate is relied on. 1 is classic Q-learning; more spread a point faster, and count in what exploring spoilt.",
          zh: "先累计这么多次决策的实际奖励，其后才使用网络自身的估计。1 为经典 Q 学习；更大则得分信息传播更快，但也会计入探索造成的损失。",
        },
        unit: "decisions",
      } satisfies ParameterMeta),
    ...replayOptions,
    ...explorationOptions,
    frameStack: z
      .int()
      .min(1)
      .max(8)
      .default(4)
      .meta({
        label: { en: "Frames at once", zh: "帧堆叠数" },
        explanation: {
          en: "The latest frames that the network sees: a single one would not show which way the ball flies.",
          zh: "网络同时看到的最近帧数：单帧无法看出球的飞行方向。",
        },
        unit: "frames",
      } satisfies ParameterMeta),
    opponentSpeed: z
      .number()
      .min(0.1)
      .max(1)
      .default(0.6)
      .meta({
        label: { en: "Opponent's speed", zh: "对手速度" },
        explanation: {
          en: "As a share of a paddle's speed. The opponent follows the ball; the faster, the steeper the returns that it cannot reach.",
          zh: "占球拍速度的比例。对手会跟随球移动；速度越快，越需要角度更大的回球才能得分。",
        },
      } satisfies ParameterMeta),
    points: z
      .int()
      .min(1)
      .max(21)
      .default(5)
      .meta({
        label: { en: "Points to win", zh: "获胜分数" },
        explanation: {
          en: "A game ends when either side has so many; its return is points won less points lost.",
          zh: "任一方得到这么多分时比赛结束；回报为得分减失分。",
        },
        unit: "points",
      } satisfies ParameterMeta),
    maxDecisions: z
      .int()
      .min(20)
      .max(10_000)
      .default(1_000)
      .meta({
        label: { en: "Decisions per game", zh: "每局决策数上限" },
        explanation: {
          en: "A game is broken off after so many decisions, each of four ticks; the score then counts as it stands.",
          zh: "每局最多这么多次决策（每次持续四个时刻），之后中止比赛，按当时比分计算。",
        },
        unit: "decisions",
      } satisfies ParameterMeta),
    ...parallelOptions,
    ...stoppingOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type DqnParameters = z.output<typeof dqnPong.parameters>;
