import { DataKind } from "../data-kind.js";
import type { DatasetSpec } from "./dataset-spec.js";

/** What is played in: no rows. */
export const environments: readonly DatasetSpec[] = [
  {
    id: "cart-pole",
    kind: DataKind.ENVIRONMENT,
    title: { en: "A pole on a cart (simulated)", zh: "倒立摆小车（模拟）" },
    summary: {
      en: "No rows but an environment: a cart of 1 kg on a track, pushed to the left or right fifty times a second, and a pole of 1 m on it. A reward of 1 for each push until the pole leans by more than 12° or the cart is 2.4 m from the middle.",
      zh: "不是数据行，而是一个环境：轨道上 1 千克的小车，每秒向左或向右推五十次，车上立着 1 米长的杆。每推一次得 1 分，直到杆倾斜超过 12° 或小车离中点超过 2.4 米。",
    },
    licence: "CC0-1.0",
    provenance: {
      en: "Simulated by the equations of Barto, Sutton and Anderson (1983) without friction, in Euler steps of 0.02 s, as in Gymnasium's CartPole-v1. The SHA-256 is that of a description of the equations and constants.",
      zh: "按 Barto、Sutton 与 Anderson（1983）的方程模拟，不计摩擦，欧拉法步长 0.02 秒，与 Gymnasium 的 CartPole-v1 一致。SHA-256 取自对方程与常数的描述。",
    },
    rows: 0,
    classes: [],
    sha256: "d6aaa9e5918a14e3296aeab6c227e118c5278dac0ab93e2c8e7a5fc3dd19923e",
  },
  {
    id: "pong",
    kind: DataKind.ENVIRONMENT,
    title: { en: "Pong (simulated)", zh: "乒乓（模拟）" },
    summary: {
      en: "No rows but an environment: a ball between two paddles, seen as grey pictures. The right paddle stays, goes up or goes down fifteen times a second; the left one is scripted and follows the ball at a limited speed. A reward of 1 for each point won and of −1 for each point lost.",
      zh: "不是数据行，而是一个环境：两块球拍之间的一只球，以灰度画面呈现。右侧球拍每秒十五次选择不动、向上或向下；左侧球拍由脚本控制，以有限的速度跟随球。赢一球得 1 分，输一球得 −1 分。",
    },
    licence: "CC0-1.0",
    provenance: {
      en: "Simulated by Groundwork: straight flight, mirrored at the walls; a paddle returns the ball the steeper, the further from its middle it is hit. The SHA-256 is that of a description of the rules and constants.",
      zh: "由 Groundwork 模拟：球直线飞行，碰壁反弹；击球点离球拍中心越远，回球越斜。SHA-256 取自对规则与常数的描述。",
    },
    rows: 0,
    classes: [],
    sha256: "7c6c79c709f1fda9a8da86876c82f0f9820ea77c00790f475a69da92ff1a69b3",
  },
];
