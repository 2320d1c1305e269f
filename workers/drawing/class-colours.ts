/** Ten colours of like weight that hold on white and on near-black paper (Tableau 10); more classes begin anew. */
const palette = [
  "#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f", "#c9a227", "#b07aa1", "#ff9da7", "#9c755f", "#8f8a87",
] as const; // prettier-ignore

/** The colour of the class of that number, the same one in every drawing. */
export function classColour(label: number): string {
  return palette[label % palette.length];
}
