import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** Parameters of every recipe that descends gradients: spread them into its own. */
export const parallelOptions = {
  threads: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .meta({
      label: { en: "Threads", zh: "线程数" },
      explanation: {
        en: "Processor threads that share each batch: every one computes the gradients of its part, then they are averaged. Two train nearly twice as fast where two cores are free. Results differ in the last digits from those of another number.",
        zh: "共同处理每个批次的处理器线程数：各线程计算自己那部分的梯度，然后取平均。若有两个空闲核心，两个线程的训练速度接近两倍。线程数不同，结果的末几位数字也会不同。",
      },
      unit: "threads",
    } satisfies ParameterMeta),
};
