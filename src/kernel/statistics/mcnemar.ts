/**
 * Two-sided exact test of McNemar ("Note on the sampling error of the difference between correlated proportions or
 * percentages", Psychometrika 12, 1947): twice the chance of at most the smaller count among all of them, by tosses of a
 * fair coin, and at most 1. Works with logarithms, since 2^-n is nothing to a float from n = 1,075 on.
 */
export function exactMcNemar(onlyOne: number, onlyOther: number): number {
  const tosses = onlyOne + onlyOther;
  const fewer = Math.min(onlyOne, onlyOther);
  let logChance = -tosses * Math.LN2;
  for (let i = 1; i <= fewer; i++) logChance += Math.log((tosses - fewer + i) / i);
  // The chances of fewer − 1, fewer − 2, … heads, each as a part of that of `fewer`.
  let [sum, part] = [1, 1];
  for (let heads = fewer; heads > 0; heads--) {
    part *= heads / (tosses - heads + 1);
    sum += part;
  }
  return Math.min(1, 2 * Math.exp(logChance) * sum);
}
