import { z } from "zod";
import type { ParameterMeta } from "./recipe.specs.js";

/** By which groups a classifier of rows with columns is judged: spread into its parameters. Training knows nothing of them. */
export const fairnessOptions = {
  groupColumn: z
    .string()
    .max(200)
    .default("")
    .meta({
      label: { en: "Group column", zh: "群体列" },
      explanation: {
        en: "Name of a column, such as sex, whose groups the evaluation compares: selection rates, equal opportunity, equalised odds and disparate impact. A column of numbers is cut into thirds. Training is not changed by it. Empty compares nothing.",
        zh: "用于公平性评估的列名（如 sex）：评估将比较各群体的选择率、机会均等、均等几率与差别影响。数值列按三分位分组。不影响训练。留空则不比较。",
      },
    } satisfies ParameterMeta),
  favourableLabel: z
    .string()
    .max(200)
    .default("")
    .meta({
      label: { en: "Favourable label", zh: "有利标签" },
      explanation: {
        en: "The label that is good to get, such as granted. Empty looks at each label in turn, and reports the worst.",
        zh: "对当事人有利的标签，例如“批准”。留空则逐一考察每个标签，并报告最差的结果。",
      },
    } satisfies ParameterMeta),
};
