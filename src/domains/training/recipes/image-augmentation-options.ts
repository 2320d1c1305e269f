import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** How a recipe that tells pictures apart varies those it trains on: spread into its parameters. */
export const imageAugmentationOptions = {
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
  rotation: z
    .number()
    .min(0)
    .max(180)
    .default(0)
    .meta({
      label: { en: "Random rotation", zh: "随机旋转" },
      explanation: {
        en: "Each training picture is turned by up to this many degrees to either side, anew each time. 10 to 15 suit what is photographed or written upright; more confuses what turning makes something else, such as 6 and 9. 0 turns nothing.",
        zh: "训练图像每次向左或向右随机旋转至多这么多度。正立拍摄或书写的内容适合 10 至 15 度；过大会混淆旋转后含义不同的内容，例如 6 与 9。0 表示不旋转。",
      },
      unit: "degrees",
    } satisfies ParameterMeta),
};
