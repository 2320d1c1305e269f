import type { RandomStream } from "../../src/kernel/random.js";

/** Types of atoms. */
export const [CARBON, NITROGEN, OXYGEN] = [0, 1, 2];
/** Atoms in a ring. */
export const RING = 6;

const RINGS = 2;
/** Atoms of the chain, side groups of the rings among them. */
const [SHORTEST_CHAIN, LONGEST_CHAIN] = [3, 28];
/** Neighbours that a chain's atom has at most. */
const MOST_NEIGHBOURS = 3;
/** How often a ring bears an atom beside the place where it hangs on the chain. */
const SIDE_GROUP_SHARE = 0.5;

/** Bonds of a molecule: first the atoms of one ring in their order, then those of the other, then from `chain` on the chain's. */
export interface Skeleton {
  edges: [number, number][];
  degrees: number[];
  chain: number;
}

/**
 * Two rings that hang by their position 0 on a random chain, and may bear one more atom at position 1. The chain is a random
 * tree: each atom is bonded to an earlier one with room for it.
 */
export function growSkeleton(random: RandomStream): Skeleton {
  const chain = RINGS * RING;
  const atoms = chain + SHORTEST_CHAIN + random.int(LONGEST_CHAIN - SHORTEST_CHAIN + 1);
  const edges: [number, number][] = [];
  const degrees = new Array<number>(atoms).fill(0);
  const bond = (a: number, b: number) => {
    edges.push([a, b]);
    degrees[a] += 1;
    degrees[b] += 1;
  };
  const roomy = (end: number) => {
    const open = degrees.slice(chain, end).flatMap((degree, at) => (degree < MOST_NEIGHBOURS ? [chain + at] : []));
    return open[random.int(open.length)];
  };
  const sides = [0, 1].filter(() => random.uniform() < SIDE_GROUP_SHARE);
  const chainEnd = atoms - sides.length;
  for (let atom = chain + 1; atom < chainEnd; atom++) bond(roomy(atom), atom);
  for (let ring = 0; ring < RINGS; ring++) {
    const first = ring * RING;
    for (let position = 0; position < RING; position++) bond(first + position, first + ((position + 1) % RING));
    bond(first, roomy(chainEnd));
  }
  sides.forEach((ring, at) => bond(ring * RING + 1, chainEnd + at));
  return { edges, degrees, chain };
}
