import { DataKind } from "../data-kind.js";
import { type DatasetSpec, generated } from "./dataset-spec.js";

const motifs = ["pyridazine", "pyrimidine", "pyrazine", "pyridines"] as const;

/** Graphs with their classes. */
export const graphSets: readonly DatasetSpec[] = [
  {
    id: "motif-graphs",
    kind: DataKind.GRAPHS,
    title: { en: "Motif graphs", zh: "结构模式图" },
    summary: {
      en: "2,000 graphs like molecules, of 15 to 40 nodes: two rings on a chain, and the class is where their two nitrogens stand. Degrees, sizes and counts of atoms tell nothing of it.",
      zh: "2,000 个类似分子的图，每图 15 至 40 个节点：链上连着两个环，类别取决于环中两个氮原子的位置；度数、规模与原子数目均不透露类别。",
    },
    licence: "CC0-1.0",
    provenance: generated,
    rows: 2_000,
    classes: motifs,
    sha256: "62c57afa7c791438ad8937dc849a1b18293676c60eb67734afdc9e81ae58dc30",
  },
  {
    id: "motif-graphs-small",
    kind: DataKind.GRAPHS,
    title: { en: "Motif graphs, small", zh: "结构模式图（小样本）" },
    summary: {
      en: "The first 400 of the motif graphs, a hundred of each class, for a quick try.",
      zh: "结构模式图的前 400 个，每类一百个，用于快速试验。",
    },
    licence: "CC0-1.0",
    provenance: generated,
    rows: 400,
    classes: motifs,
    sha256: "981a13b82aec5c42f0701838a68d48af376daec30d6f3a00e6cc1378162ec425",
  },
];
