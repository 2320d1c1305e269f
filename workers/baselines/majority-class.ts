/** The commonest class of the training labels; the first of equals. */
export function majorityClass(labels: Int32Array, classes: number): number {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label] += 1;
  return counts.indexOf(Math.max(...counts));
}
