import type { Row } from "../../../kernel/read/reader.js";

/** Runs that changed, and their ids in the same order. */
export interface BoardNews {
  ids: string[];
  rows: Row[];
}

/** Somebody who follows a board, and what waits for them: never more than the newest row of each run. */
export class BoardFollower {
  left = false;
  private waiting: BoardNews[] = [];
  private wake: () => void = () => undefined;

  constructor(
    private readonly intervalMs: number,
    /** Most runs in a message. */
    private readonly runsMax: number,
    private readonly onLeave: () => void,
  ) {}

  /** The first messages, then what is taken, not faster than the interval. Returning it ends it at once. */
  messages(first: AsyncGenerator<Row[], void>): AsyncGenerator<Row[], void> {
    const messages = this.paced(first);
    const leave = messages.return.bind(messages);
    messages.return = (value) => {
      this.leave();
      return leave(value);
    };
    return messages;
  }

  take(news: BoardNews): void {
    this.waiting.push(news);
    // Whoever keeps up gets the very rows that others get; who does not, the newest of each run.
    if (this.waiting.length > 2) this.waiting = this.merged();
    this.wake();
  }

  leave(): void {
    if (this.left) return;
    this.left = true;
    this.wake();
    this.onLeave();
  }

  private async *paced(first: AsyncGenerator<Row[], void>): AsyncGenerator<Row[], void> {
    let last = -Infinity;
    try {
      for await (const rows of first) {
        await this.rest(last);
        if (this.left) return;
        last = performance.now();
        yield rows;
      }
      while (!this.left) {
        await this.rest(last);
        const news = this.waiting.shift();
        if (news) {
          last = performance.now();
          yield news.rows;
        } else await this.woken();
      }
    } finally {
      this.leave();
    }
  }

  private async rest(last: number): Promise<void> {
    for (;;) {
      const ms = last + this.intervalMs - performance.now();
      if (ms <= 0 || this.left) return;
      await this.woken(ms);
    }
  }

  private async woken(withinMs?: number): Promise<void> {
    if (this.left) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      if (withinMs !== undefined) timer = setTimeout(resolve, withinMs);
    });
    clearTimeout(timer);
  }

  private merged(): BoardNews[] {
    const newest = new Map<string, Row>();
    for (const { ids, rows } of this.waiting)
      for (const [at, id] of ids.entries()) {
        newest.delete(id);
        newest.set(id, rows[at]);
      }
    const all = [...newest];
    const news: BoardNews[] = [];
    for (let from = 0; from < all.length; from += this.runsMax) {
      const some = all.slice(from, from + this.runsMax);
      news.push({ ids: some.map(([id]) => id), rows: some.map(([, row]) => row) });
    }
    return news;
  }
}
