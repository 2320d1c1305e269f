/** Dots of a braille character, by row and column. Unicode 16, block U+2800. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const EMPTY = 0x2800;

/** A drawing of dots, two across and four down to each character. Dot (0, 0) is the top left one. */
export class Braille {
  private readonly cells: number[][];

  constructor(
    readonly columns: number,
    readonly rows: number,
  ) {
    this.cells = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  }

  /** Sets a dot; one outside the drawing is left out. */
  dot(x: number, y: number): void {
    const row = this.cells[y >> 2];
    if (row && x >= 0 && x < this.columns * 2) row[x >> 1] = row[x >> 1] | DOTS[y & 3][x & 1];
  }

  /** Draws a polyline through dots whose x grows, without gaps. */
  line(points: readonly { x: number; y: number }[]): void {
    for (const [at, { x, y }] of points.entries()) {
      const from = points[at - 1] ?? { x, y };
      for (let column = from.x; column <= x; column++) {
        const [a, b] = [column - 0.5, column + 0.5].map((edge) => heightAt(from, { x, y }, edge));
        for (let dot = Math.min(a, b); dot <= Math.max(a, b); dot++) this.dot(column, dot);
      }
    }
  }

  /** One text per row; a cell without dots is a space. */
  lines(): string[] {
    return this.cells.map((row) => row.map((dots) => (dots ? String.fromCodePoint(EMPTY + dots) : " ")).join(""));
  }
}

function heightAt(from: { x: number; y: number }, to: { x: number; y: number }, x: number): number {
  if (to.x === from.x) return to.y;
  const share = Math.min(1, Math.max(0, (x - from.x) / (to.x - from.x)));
  return Math.round(from.y + share * (to.y - from.y));
}
