/** One row of the test part, for a person to look at. Texts are cut to 500 characters. */
export interface Example {
  row: number;
  /** What the model was given, where it can be written down. */
  input: string | null;
  truth: string;
  predicted: string;
  /** Of the figure that it was chosen by. */
  value: number;
}

/** The rows that a model did worst on, the worst first. */
export interface WorstExamples {
  /** What `value` is, e.g. `chrf` or `loss`. */
  figure: string;
  rows: Example[];
}

/** Rows that are kept for a person to look at. */
export const MOST_SHOWN = 50;
const LONGEST = 500;

/** The worst rows by their values, at most fifty; of equal ones those that stand first. `lowestFirst` where high values are good. */
export function worstExamples(
  figure: string,
  values: ArrayLike<number>,
  { lowestFirst }: { lowestFirst: boolean },
  told: (row: number) => Pick<Example, "input" | "truth" | "predicted">,
): WorstExamples {
  const sign = lowestFirst ? 1 : -1;
  const rows = Array.from({ length: values.length }, (_, row) => row)
    .sort((a, b) => sign * (values[a] - values[b]))
    .slice(0, MOST_SHOWN);
  return {
    figure,
    rows: rows.map((row) => {
      const { input, truth, predicted } = told(row);
      const texts = {
        input: input === null ? null : clipped(input),
        truth: clipped(truth),
        predicted: clipped(predicted),
      };
      return { row, ...texts, value: values[row] };
    }),
  };
}

function clipped(text: string): string {
  const signs = Array.from(text);
  return signs.length <= LONGEST ? text : `${signs.slice(0, LONGEST - 1).join("")}…`;
}
