/** The values of a statement's `$n`, in order. */
export class Statement {
  readonly values: unknown[] = [];

  /** Adds a value and returns its place, e.g. `$3`. */
  value(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}
