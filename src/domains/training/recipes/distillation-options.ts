import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** Of recipes whose networks can learn from a teacher (`RecipeSpec.teachable`): spread them into its parameters. */
export const distillationOptions = {
  teacherTemperature: z
    .number()
    .min(1)
    .max(20)
    .default(2)
    .meta({
      label: { en: "Teacher's temperature", zh: "教师温度" },
      explanation: {
        en: "How much the teacher's answers are softened before they are learnt from: the higher, the more the unlikely classes tell of what it takes for similar. 1 leaves them as they are. Without a teacher it does nothing.",
        zh: "学习前将教师的输出软化的程度：越高，低概率类别越能体现教师眼中各类的相似性；1 表示保持原样。没有教师时无效。",
      },
    } satisfies ParameterMeta),
  teacherWeight: z
    .number()
    .min(0)
    .max(1)
    .default(0.7)
    .meta({
      label: { en: "Teacher's weight", zh: "教师权重" },
      explanation: {
        en: "Share of the loss that is the distance from the teacher's answers; the rest is that from the true classes. 1 learns from the teacher alone. Without a teacher it does nothing.",
        zh: "损失中与教师输出之差所占的比例，其余为与真实类别之差；1 表示只向教师学习。没有教师时无效。",
      },
    } satisfies ParameterMeta),
};
