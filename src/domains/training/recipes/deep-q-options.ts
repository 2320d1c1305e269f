import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** What deep Q-learning learns from: the replay memory, how decisions are drawn from it, and what values they are held against. */
export const replayOptions = {
  doubleDqn: z
    .boolean()
    .default(true)
    .meta({
      label: { en: "Double DQN", zh: "双重 DQN" },
      explanation: {
        en: "The network chooses the action ahead and the target network values it, which keeps lucky estimates from adding up (van Hasselt et al., 2016). Off: the target network does both.",
        zh: "由网络选择后续动作、由目标网络估值，避免偶然的高估不断累积（van Hasselt 等，2016）；关闭时两者均由目标网络完成。",
      },
    } satisfies ParameterMeta),
  targetEvery: z
    .int()
    .min(1)
    .max(100_000)
    .default(100)
    .meta({
      label: { en: "Target network's period", zh: "目标网络同步周期" },
      explanation: {
        en: "After so many steps the target network takes over the weights. Short follows fast, long is steady.",
        zh: "每隔这么多步，目标网络复制一次权重。周期短则跟进快，长则更稳定。",
      },
      unit: "steps",
    } satisfies ParameterMeta),
  replaySize: z
    .int()
    .min(2_000)
    .max(2_000_000)
    .default(50_000)
    .meta({
      label: { en: "Replay memory", zh: "经验回放容量" },
      explanation: {
        en: "The latest decisions that are learnt from, of all games; 24 bytes each in a checkpoint.",
        zh: "用于学习的最近决策数（所有比赛合计），检查点中每条占 24 字节。",
      },
      unit: "decisions",
    } satisfies ParameterMeta),
  learningStarts: z
    .int()
    .min(200)
    .max(200_000)
    .default(5_000)
    .meta({
      label: { en: "Decisions by chance at first", zh: "初始随机决策数" },
      explanation: {
        en: "So many decisions are made by chance and remembered before the first step. At most the replay memory's size.",
        zh: "第一步之前先随机决策并记录的次数，不超过经验回放容量。",
      },
      unit: "decisions",
    } satisfies ParameterMeta),
  priority: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta({
      label: { en: "Prioritised replay (alpha)", zh: "优先经验回放（alpha）" },
      explanation: {
        en: "Decisions are drawn in proportion to their last error to this power (Schaul et al., 2016). 0 draws all alike.",
        zh: "按上次误差的这一次幂成比例抽取决策（Schaul 等，2016）；0 表示均匀抽取。",
      },
    } satisfies ParameterMeta),
  priorityCorrection: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .meta({
      label: { en: "Correction of priorities (beta)", zh: "优先级校正（beta）" },
      explanation: {
        en: "How much of drawing some decisions more often is made up for by counting them less, at first; it grows evenly to all by the end of the run.",
        zh: "训练开始时，对被更多抽取的决策降低权重的校正程度；随训练均匀增至完全校正。",
      },
    } satisfies ParameterMeta),
};

/** How often deep Q-learning tries something else than the best it knows. */
export const explorationOptions = {
  epsilon: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .meta({
      label: { en: "Exploration at first (epsilon)", zh: "初始探索率（epsilon）" },
      explanation: {
        en: "Share of decisions that chance makes at the run's beginning. Where the network is judged, none are.",
        zh: "训练开始时由随机做出的决策所占比例。评估时不做随机决策。",
      },
    } satisfies ParameterMeta),
  finalEpsilon: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .meta({
      label: { en: "Exploration in the end", zh: "最终探索率" },
      explanation: {
        en: "Epsilon falls evenly to this and stays there.",
        zh: "epsilon 均匀降至此值后保持不变。",
      },
    } satisfies ParameterMeta),
  explorationShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .meta({
      label: { en: "Exploring share of the run", zh: "探索阶段比例" },
      explanation: {
        en: "Over this share of the run epsilon falls.",
        zh: "epsilon 在训练的这一比例内下降。",
      },
    } satisfies ParameterMeta),
};
