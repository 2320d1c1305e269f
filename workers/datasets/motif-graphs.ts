import { createHash } from "node:crypto";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { RandomStreams, type RandomStream } from "../../src/kernel/random.js";
import { TrainingFailure } from "../runtime/failure.js";
import type { Graph, LabelledGraphs } from "./graphs.js";
import { CARBON, growSkeleton, NITROGEN, OXYGEN, RING, type Skeleton } from "./molecule-skeleton.js";

const SEED = 1;
/** Graphs in each set; the small one is the beginning of the other. */
const rowsOf = new Map([
  ["motif-graphs", 2_000],
  ["motif-graphs-small", 400],
]);

/** Atoms of a chain that are not carbon; oxygen binds two neighbours at most. */
const NITROGEN_SHARE = 0.1;
const OXYGEN_SHARE = 0.15;

/** Where two nitrogens of one ring may stand, by class: neighbours, one apart, opposite. Positions 0 and 1 may bear a chain. */
const placements: readonly (readonly [number, number])[][] = [
  [[2, 3], [3, 4], [4, 5]],
  [[2, 4], [3, 5]],
  [[2, 5]],
]; // prettier-ignore
const ONE_IN_EACH_RING = placements.length;
const FREE_POSITIONS = [2, 3, 4, 5];

/**
 * Graphs like molecules without hydrogen: two rings of six atoms on a branched chain, 15 to 40 atoms in all, with nitrogens in
 * the rings. Where these stand is the class: in one ring as neighbours (pyridazine), one apart (pyrimidine) or opposite
 * (pyrazine), or one in each ring (pyridines).
 *
 * The graph is grown, and the chain's atoms are chosen, before the class has a say: degrees, sizes and counts of atoms tell
 * nothing of it. Numbers of nodes are shuffled.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when the id, or what was generated, is other than the catalogue's.
 */
export function loadMotifGraphs(id: string): LabelledGraphs {
  const spec = findDataset(id);
  const rows = rowsOf.get(id);
  if (!spec || !rows) throw new TrainingFailure("DATASET_UNUSABLE", `${id} is no set of motif graphs.`);
  const random = new RandomStreams(SEED).stream("motif-graphs");
  const labels = Int32Array.from({ length: rows }, (_, row) => row % spec.classes.length);
  const graphs = Array.from(labels, (label) => motifGraph(label, random));
  const sha256 = digestOf(graphs, labels);
  if (sha256 !== spec.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `The graphs generated here are not the catalogue's (${sha256}).`);
  return { graphs, labels, types: ["C", "N", "O"], classes: spec.classes, sha256 };
}

function motifGraph(label: number, random: RandomStream): Graph {
  const skeleton = growSkeleton(random);
  const types = chainTypes(skeleton, random);
  const nitrogens = ringNitrogens(label, random);
  for (const node of nitrogens) types[node] = NITROGEN;
  const rings = new Set(nitrogens.map((node) => Math.floor(node / RING)));
  const motif = [...rings].flatMap((ring) => Array.from({ length: RING }, (_, position) => ring * RING + position));
  return renumbered({ types, edges: Int32Array.from(skeleton.edges.flat()), motif: Int32Array.from(motif) }, random);
}

function chainTypes({ degrees, chain }: Skeleton, random: RandomStream): Int32Array {
  return Int32Array.from(degrees, (degree, node) => {
    if (node < chain) return CARBON;
    const drawn = random.uniform();
    if (drawn < NITROGEN_SHARE) return NITROGEN;
    return drawn < NITROGEN_SHARE + OXYGEN_SHARE && degree <= 2 ? OXYGEN : CARBON;
  });
}

function ringNitrogens(label: number, random: RandomStream): number[] {
  const drawn = <T>(choices: readonly T[]) => choices[random.int(choices.length)];
  if (label === ONE_IN_EACH_RING) return [drawn(FREE_POSITIONS), RING + drawn(FREE_POSITIONS)];
  const ring = random.int(2);
  return drawn(placements[label]).map((position) => ring * RING + position);
}

/** The same graph with its nodes in random order, and its edges in ascending order: numbers tell nothing of its making. */
function renumbered({ types, edges, motif = new Int32Array() }: Graph, random: RandomStream): Graph {
  const numbers = random.shuffle(Int32Array.from(types.keys()));
  const moved = new Int32Array(types.length);
  numbers.forEach((number, node) => (moved[number] = types[node]));
  const pairs = Array.from({ length: edges.length / 2 }, (_, edge) =>
    [numbers[edges[2 * edge]], numbers[edges[2 * edge + 1]]].sort((a, b) => a - b),
  );
  pairs.sort(([a, b], [c, d]) => a - c || b - d);
  return { types: moved, edges: Int32Array.from(pairs.flat()), motif: motif.map((node) => numbers[node]).sort() };
}

function digestOf(graphs: readonly Graph[], labels: Int32Array): string {
  const hash = createHash("sha256").update(labels);
  for (const { types, edges } of graphs)
    hash.update(Int32Array.of(types.length, edges.length)).update(types).update(edges);
  return hash.digest("hex");
}
