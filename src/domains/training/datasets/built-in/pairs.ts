import { DataKind } from "../data-kind.js";
import { type DatasetSpec, generated } from "./dataset-spec.js";

/** Sentences with their translations. */
export const pairSets: readonly DatasetSpec[] = [
  {
    id: "startup-sentences",
    kind: DataKind.PAIRS,
    title: { en: "Sentences about start-ups, Chinese and English", zh: "创业句对（中英）" },
    summary: {
      en: "12,000 Chinese sentences with their English translations: numbers, dates, times, quantities with measure words, prices, percentages and everyday statements. Validation and test combine words as no training sentence does, and their larger numbers and their dates are new.",
      zh: "12,000 个中文句子及其英文译文：数字、日期、时间、带量词的数量、价格、百分比与日常陈述。验证和测试部分的词语搭配未在训练中出现，较大的数字与日期也是新的。",
    },
    licence: "CC0-1.0",
    provenance: generated,
    rows: 12_000,
    classes: [],
    sha256: "cba1dfe32abf2f06e9f423a87a216708aa2038d25fe6bebdeae7dec80879956e",
  },
  {
    id: "startup-sentences-small",
    kind: DataKind.PAIRS,
    title: { en: "Sentences about start-ups, small", zh: "创业句对（小样本）" },
    summary: {
      en: "The first 3,000 of them, for a quick try. Too few to learn long numbers from.",
      zh: "其中前 3,000 对，用于快速试验；不足以学会较长的数字。",
    },
    licence: "CC0-1.0",
    provenance: generated,
    rows: 3_000,
    classes: [],
    sha256: "74c497680a1d6f27403583ad8e5e4c94bdbe18343624cea15b03bbd5062773de",
  },
];
