import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** In what numbers a recipe computes, of those that take one network down the gradients of one loss: spread it into its parameters. */
export const precisionOption = {
  precision: z
    .enum(["float32", "mixed-bfloat16"])
    .default("float32")
    .meta({
      label: { en: "Precision", zh: "数值精度" },
      explanation: {
        en: "float32: numbers of 32 bits throughout. mixed-bfloat16: steps are taken on weights of 32 bits, but each batch sees them rounded to bfloat16, and so are its gradients; what threads send each other takes half the bytes. Here that is slower, by about a fifth: products are still computed in 32 bits. It shows whether a model bears the rounding before you pay for hardware that gains by it. On recent NVIDIA GPUs TensorFlow multiplies float32 in TF32 by itself, whatever is chosen here.",
        zh: "float32：全程使用 32 位浮点数。mixed-bfloat16：权重的更新保持 32 位，但每个批次使用舍入为 bfloat16 的权重，梯度也同样舍入；线程之间传输的字节数减半。在本产品中这反而慢约两成，因为乘法仍以 32 位计算；它的用处是在为支持低精度的硬件付费之前，先看模型能否承受舍入带来的误差。在较新的 NVIDIA GPU 上，无论此处如何选择，TensorFlow 都会自行以 TF32 计算 float32 乘法。",
      },
    } satisfies ParameterMeta),
};
