import type { GraphQLResolveInfo } from "graphql";
import { untilDatabaseAnswers } from "../../../kernel/database-away.js";
import type { Logger } from "../../../kernel/logger.js";
import type { Condition, Reader, Row } from "../../../kernel/read/reader.js";
import { Statement } from "../../../kernel/read/statement.js";
import { runShape } from "../training.shapes.js";
import { BoardFollower, type BoardNews } from "./board-follower.js";
import { isTerminal, UNENDED, type RunStatus } from "./run-status.js";

/** Most runs in a message; the others follow in the next. */
export const RUNS_MAX = 100;
/** Most runs that a board begins with. */
const FIRST_MAX = 1_000;

interface BoardParts {
  reader: Reader;
  visible: Condition;
  criteria: Condition;
  /** Done before each reading. */
  prepare(): Promise<void>;
  info: GraphQLResolveInfo;
  intervalMs: number;
  logger: Logger;
}

/** What a board needs to know of a run, whatever its dashboards ask for. */
interface Facts {
  meets: boolean;
  seq: number;
  status: RunStatus;
}

/** What a board begins with: which runs, and their rows, page by page. */
interface Beginning {
  version: number;
  at: number;
  ids: Promise<string[]>;
  pages: Map<number, Promise<Row[]>>;
}

/** The runs that equal dashboards show: whatever changes is read once in an interval, in one statement, for all of them. */
export class RunBoard {
  /** The runs that it has read and that have not ended: how far they were, and whether they met the criteria. */
  readonly known = new Map<string, { seq: number; meets: boolean }>();
  private readonly followers = new Set<BoardFollower>();
  private readonly dirty = new Set<string>();
  private beginning: Beginning | undefined;
  /** Counts what it was told, so that nobody begins with what was read before. */
  private version = 0;
  private lastTick = -Infinity;
  private ticking = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly parts: BoardParts) {}

  /** A follower's messages; `onEmpty` is called when the last one has left. */
  follow(onEmpty: () => void): AsyncGenerator<Row[], void> {
    const follower: BoardFollower = new BoardFollower(this.parts.intervalMs, RUNS_MAX, () => {
      this.followers.delete(follower);
      if (this.followers.size > 0) return;
      this.close();
      onEmpty();
    });
    // From now on it hears of changes; what it begins with is read after that, or nothing has changed since.
    this.followers.add(follower);
    return follower.messages(this.firstPages());
  }

  changed(runId: string): void {
    this.version += 1;
    this.dirty.add(runId);
    this.schedule();
  }

  /** Takes runs with their last events, as the table has them now. */
  compare(runs: { id: string; seq: number }[]): void {
    for (const { id, seq } of runs) if (this.known.get(id)?.seq !== seq) this.changed(id);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    for (const follower of this.followers) follower.leave();
  }

  private async *firstPages(): AsyncGenerator<Row[], void> {
    const { ids, pages } = this.begin();
    const all = await ids;
    for (let from = 0; from === 0 || from < all.length; from += RUNS_MAX) {
      const some = all.slice(from, from + RUNS_MAX);
      const page = pages.get(from) ?? this.patiently(() => this.read(some)).then((news) => news?.rows ?? []);
      pages.set(from, page);
      yield await page;
    }
  }

  /** Those who come at the same time begin with the same. */
  private begin(): Beginning {
    const now = performance.now();
    const { beginning } = this;
    if (beginning?.version === this.version && now - beginning.at < this.parts.intervalMs) return beginning;
    const { reader, visible, criteria } = this.parts;
    const statement = new Statement();
    const text = `select run.id from training_run run where ${visible("run", statement)} and (${criteria("run", statement)})
      and run.status = any(${statement.value(UNENDED)}) order by run.id desc limit ${FIRST_MAX}`;
    const found = this.patiently(() => reader.query<{ id: string }>(text, statement.values));
    const ids = found.then((rows) => (rows ?? []).map(({ id }) => id));
    this.beginning = { version: this.version, at: now, ids, pages: new Map() };
    return this.beginning;
  }

  private schedule(): void {
    if (this.ticking || this.timer || this.closed) return;
    const wait = Math.max(0, this.lastTick + this.parts.intervalMs - performance.now());
    this.timer = setTimeout(() => void this.tick(), wait);
  }

  private async tick(): Promise<void> {
    this.timer = undefined;
    this.ticking = true;
    this.lastTick = performance.now();
    const ids = [...this.dirty].slice(0, RUNS_MAX);
    for (const id of ids) this.dirty.delete(id);
    try {
      const news = await this.read(ids);
      if (news.rows.length > 0) for (const follower of this.followers) follower.take(news);
    } catch (error) {
      this.parts.logger.warn({ err: error }, "changed runs could not be read; trying again");
      for (const id of ids) this.dirty.add(id);
    }
    this.ticking = false;
    if (this.dirty.size > 0) this.schedule();
  }

  /** These runs as they are now, as far as they meet the criteria or did when they were last read. */
  private async read(ids: string[]): Promise<BoardNews> {
    if (ids.length === 0) return { ids, rows: [] };
    const { reader, visible, criteria, prepare, info } = this.parts;
    await prepare();
    const shown = ids.filter((id) => this.known.get(id)?.meets);
    const facts: Condition = (run, statement) =>
      `json_build_object('meets', (${criteria(run, statement)}), 'seq', ${run}.last_seq, 'status', ${run}.status)`;
    const found = await reader.annotated<Facts>(runShape, ids, { where: visible, facts }, info);
    for (const {
      id,
      facts: { meets, seq, status },
    } of found) {
      if (isTerminal(status)) this.known.delete(id);
      else this.known.set(id, { seq, meets });
    }
    const told = found.filter(({ id, facts: { meets } }) => meets || shown.includes(id));
    return { ids: told.map(({ id }) => id), rows: told.map(({ row }) => row) };
  }

  private patiently<T>(read: () => Promise<T>): Promise<T | undefined> {
    return untilDatabaseAnswers(read, () => this.closed);
  }
}
