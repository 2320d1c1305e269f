import { z } from "zod";
import type { Localized } from "../../../kernel/localized.js";
import { defineRecipe, type ParameterMeta } from "./recipe.specs.js";
import { stoppingOptions } from "./stopping-options.js";

/** Balancing a pole on a cart: values of states and actions in a table, learnt by trying. */
export const qLearningCartpole = defineRecipe({
  id: "q-learning-cartpole",
  title: { en: "Balancing a pole with Q-learning", zh: "Q 学习平衡倒立摆" },
  summary: {
    en: "Learns by trying to keep a pole upright on a cart that it pushes to the left or to the right: reinforcement learning with a plain table, in seconds.",
    zh: "通过试错学习：向左或向右推动小车，使车上的杆保持直立。用一张普通表格完成强化学习，几秒即可。",
  },
  task: "REINFORCEMENT_LEARNING",
  datasets: ["cart-pole"],
  fixedInForks: ["positionBins", "velocityBins", "angleBins", "angularVelocityBins"],
  presets: {
    QUICK: {
      summary: {
        en: "300 episodes of at most 200 pushes: over at once, and a pole that stays up for about 170 of them.",
        zh: "300 个回合，每回合最多推 200 次：瞬间完成，杆平均能坚持约 170 次。",
      },
      parameters: { episodes: 300 },
    },
    STANDARD: {
      summary: {
        en: "1,000 episodes of at most 200 pushes: a second on one core, and the pole stays up to the end.",
        zh: "1,000 个回合，每回合最多推 200 次：单核约一秒，杆能一直直立到回合结束。",
      },
      parameters: {},
    },
    LARGE: {
      summary: {
        en: "5,000 episodes of at most 500 pushes, with a smaller learning rate: the harder variant, mastered in seconds on one core.",
        zh: "5,000 个回合，每回合最多推 500 次，学习率更小：更难的版本，单核几秒钟即可掌握。",
      },
      parameters: { episodes: 5000, maxSteps: 500, alpha: 0.02 },
    },
  },
  parameters: z.strictObject({
    episodes: z
      .int()
      .min(1)
      .max(100_000)
      .default(1000)
      .meta({
        label: { en: "Episodes", zh: "回合数" },
        explanation: {
          en: "How often the pole is set upright anew to learn from. From about 1,000 on it stays up for 200 pushes.",
          zh: "将杆重新扶正并学习的次数。约 1,000 个回合后，杆能在 200 次推动内保持直立。",
        },
        unit: "episodes",
      } satisfies ParameterMeta),
    maxSteps: z
      .int()
      .min(10)
      .max(500)
      .default(200)
      .meta({
        label: { en: "Pushes per episode", zh: "每回合推动次数" },
        explanation: {
          en: "An episode ends after so many pushes, fifty a second: 200 is the classic task, 500 the harder one, where the cart must also stay on its track.",
          zh: "每回合最多推动这么多次（每秒五十次）：200 为经典任务；500 更难，小车还须始终留在轨道内。",
        },
        unit: "pushes",
      } satisfies ParameterMeta),
    alpha: z
      .number()
      .min(1e-4)
      .max(1)
      .default(0.1)
      .meta({
        label: { en: "Learning rate (alpha)", zh: "学习率（alpha）" },
        explanation: {
          en: "How far a value moves towards what was found. High learns fast and forgets fast; smaller ones pay in long runs.",
          zh: "每次学习时，表中的值向新结果移动的比例。较高则学得快、忘得也快；长时间训练宜用较小的值。",
        },
      } satisfies ParameterMeta),
    alphaSchedule: z
      .enum(["polynomial", "constant"])
      .default("polynomial")
      .meta({
        label: { en: "Learning rate schedule", zh: "学习率调度" },
        explanation: {
          en: "polynomial: the n-th update of a value has the rate n^-0.7, until that falls to alpha, so that the first ones count most. constant: alpha from the beginning.",
          zh: "polynomial：某个值第 n 次更新的学习率为 n^-0.7，降至 alpha 后不再下降，使最初几次影响最大；constant：始终为 alpha。",
        },
      } satisfies ParameterMeta),
    gamma: z
      .number()
      .min(0)
      .max(0.999)
      .default(0.99)
      .meta({
        label: { en: "Discount (gamma)", zh: "折扣因子（gamma）" },
        explanation: {
          en: "What a reward counts for that comes one push later. 0.99 looks about a hundred pushes ahead, two seconds.",
          zh: "推迟一步得到的奖励按此比例折算。0.99 约可前瞻一百次推动，即两秒。",
        },
      } satisfies ParameterMeta),
    epsilon: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .meta({
        label: { en: "Exploration (epsilon)", zh: "探索率（epsilon）" },
        explanation: {
          en: "Share of pushes while learning that chance decides, at the run's beginning. Where the pole is judged, none are.",
          zh: "训练开始时，由随机决定的推动所占比例。评估时不做随机推动。",
        },
      } satisfies ParameterMeta),
    epsilonSchedule: z
      .enum(["linear", "constant"])
      .default("linear")
      .meta({
        label: { en: "Exploration schedule", zh: "探索率调度" },
        explanation: {
          en: "linear: epsilon falls evenly to nothing over the run. constant: it stays.",
          zh: "linear：epsilon 在训练过程中均匀降至零；constant：保持不变。",
        },
      } satisfies ParameterMeta),
    optimism: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .meta({
        label: { en: "Optimistic start", zh: "乐观初值" },
        explanation: {
          en: "What every value begins with, as a share of the most that can be reached. At 1 all that is untried looks best, so everything near gets tried; at 0 only epsilon explores.",
          zh: "表中各值的初值，以可能达到的最大值为 1。取 1 时，未尝试过的动作看起来最好，因而附近的动作都会被尝试；取 0 时只靠 epsilon 探索。",
        },
      } satisfies ParameterMeta),
    positionBins: bins(4, {
      en: { name: "position of the cart", range: "−2.4 to 2.4 m" },
      zh: { name: "小车位置", range: "−2.4 至 2.4 米" },
    }),
    velocityBins: bins(4, {
      en: { name: "velocity of the cart", range: "−3 to 3 m/s" },
      zh: { name: "小车速度", range: "−3 至 3 米/秒" },
    }),
    angleBins: bins(8, {
      en: { name: "angle of the pole", range: "−12° to 12°" },
      zh: { name: "杆的角度", range: "−12° 至 12°" },
    }),
    angularVelocityBins: bins(10, {
      en: { name: "angular velocity of the pole", range: "−3.5 to 3.5 rad/s" },
      zh: { name: "杆的角速度", range: "−3.5 至 3.5 弧度/秒" },
    }),
    ...stoppingOptions,
  }),
});

/** Validated parameters of a run of this recipe. */
export type QLearningParameters = z.output<typeof qLearningCartpole.parameters>;

type Measured = Record<keyof Localized, { name: string; range: string }>;

/** Into how many equal parts a measured quantity's range is cut. */
function bins(usual: number, { en, zh }: Measured) {
  return z
    .int()
    .min(1)
    .max(40)
    .default(usual)
    .meta({
      label: { en: `Bins: ${en.name}`, zh: `分箱数：${zh.name}` },
      explanation: {
        en: `Equal parts that the ${en.name}, ${en.range}, is cut into; 1 ignores it. More see finer and need more episodes, as each part learns for itself.`,
        zh: `将${zh.name}（${zh.range}）等分的份数；1 表示忽略。份数越多越精细，但各份独立学习，需要更多回合。`,
      },
      unit: "bins",
    } satisfies ParameterMeta);
}
