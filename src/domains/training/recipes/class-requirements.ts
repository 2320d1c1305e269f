import type { DataProfile } from "../datasets/formats/data-profile.js";

/** What a classifier needs of the users' own data. */
export interface ClassRequirements {
  fewestRows: number;
  /** Of each class, so that every part of the split has some. */
  fewestOfAClass: number;
  mostClasses: number;
  /** What a row is called, e.g. `texts`. */
  rows: string;
}

/** Why such data cannot be told apart by class; undefined where they can. */
export function unfitClasses(
  data: DataProfile,
  { fewestRows, fewestOfAClass, mostClasses, rows }: ClassRequirements,
): string | undefined {
  if (data.rows < fewestRows) return `${data.rows} ${rows}; ${fewestRows} are the least to learn from and to judge by.`;
  if (data.classCount > mostClasses)
    return `its label has ${data.classCount} different values; classes are meant, at most ${mostClasses}.`;
  const rare = data.classes.find((each) => each.rows < fewestOfAClass);
  return rare && `of the class “${rare.name}” it has ${rare.rows} ${rows}, and ${fewestOfAClass} are needed.`;
}
