import type { GraphQLResolveInfo } from "graphql";
import { InvalidInput } from "../../../kernel/errors.js";
import type { Logger } from "../../../kernel/logger.js";
import type { Reader, Row } from "../../../kernel/read/reader.js";
import { Statement } from "../../../kernel/read/statement.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import type { Viewer } from "../../accounts/viewer.js";
import { visibleRuns } from "../training.policy.js";
import { RunBoard } from "./run-board.js";
import type { RunCriteria } from "./run-criteria.js";
import { UNENDED } from "./run-status.js";
import type { RunsReading } from "./runs-reading.service.js";

export const PER_SECOND_MAX = 20;
/** How often the table is looked at though no signal came. */
const POLL_MS = 5_000;
/** Most runs whose organisation is remembered. */
const OWNERS_MAX = 20_000;

/** What a dashboard asks for. `shareKey` is equal for dashboards that are equal. */
export interface BoardRequest {
  filter: RunCriteria;
  maxPerSecond: number;
  shareKey: string | undefined;
}

/** The boards of this process. Equal ones are one, and a signal reaches the boards of its run's organisation alone. */
export class RunBoards {
  private readonly byOrganisation = new Map<string, Map<string, RunBoard>>();
  private readonly owners = new Map<string, string>();
  private readonly strangers = new Set<string>();
  private looking = false;
  private readonly poll: NodeJS.Timeout;
  private readonly stopListening: () => void;

  constructor(
    private readonly reader: Reader,
    private readonly reading: RunsReading,
    signals: Signals,
    private readonly logger: Logger,
  ) {
    this.stopListening = signals.listen("run-events", (payload) => {
      if (this.byOrganisation.size > 0) this.changed(payload.slice(0, payload.indexOf(":")));
    });
    this.poll = setInterval(() => void this.compare(), POLL_MS).unref();
  }

  /**
   * First the viewer's runs that have not ended and meet the filter, then those that changed, at most `RUNS_MAX` in a message
   * and `maxPerSecond` messages a second: what comes faster is one message. A run that meets the filter no longer comes once
   * more. Throws `InvalidInput`.
   */
  async watch(viewer: Viewer, request: BoardRequest, info: GraphQLResolveInfo): Promise<AsyncGenerator<Row[], void>> {
    viewer.require("run:read");
    const { filter, maxPerSecond, shareKey } = request;
    if (maxPerSecond < 1 || maxPerSecond > PER_SECOND_MAX) {
      throw new InvalidInput("maxPerSecond", `must be from 1 to ${PER_SECOND_MAX}, not ${maxPerSecond}.`);
    }
    let personal = false;
    const criteria = await this.reading.conditionOf(
      viewer.watched(() => (personal = true)),
      filter,
    );
    criteria("run", new Statement()); // tells whether it asks for the person
    const boards = this.byOrganisation.get(viewer.organisationId) ?? new Map<string, RunBoard>();
    this.byOrganisation.set(viewer.organisationId, boards);
    const key = shareKey === undefined ? Symbol().toString() : `${shareKey} ${personal ? viewer.userId : ""}`;
    let board = boards.get(key);
    if (!board) {
      const visible = visibleRuns(viewer);
      const intervalMs = 1000 / maxPerSecond;
      // What is searched for may stand in a run that nobody has indexed yet.
      const prepare = async () => {
        if (filter.search) await this.reading.index.refresh(viewer.organisationId);
      };
      board = new RunBoard({ reader: this.reader, visible, criteria, prepare, info, intervalMs, logger: this.logger });
      boards.set(key, board);
    }
    return board.follow(() => {
      boards.delete(key);
      if (boards.size === 0) this.byOrganisation.delete(viewer.organisationId);
    });
  }

  /** How many different boards are followed now. */
  get size(): number {
    return [...this.byOrganisation.values()].reduce((sum, boards) => sum + boards.size, 0);
  }

  close(): void {
    this.stopListening();
    clearInterval(this.poll);
    for (const boards of this.byOrganisation.values()) for (const board of boards.values()) board.close();
  }

  private changed(runId: string): void {
    const owner = this.owners.get(runId);
    if (owner !== undefined) this.tell(owner, runId);
    else {
      this.strangers.add(runId);
      if (!this.looking) void this.lookUp();
    }
  }

  private tell(organisationId: string, runId: string): void {
    for (const board of this.byOrganisation.get(organisationId)?.values() ?? []) board.changed(runId);
  }

  /** Asks whose the runs are that a signal named for the first time: it never changes. */
  private async lookUp(): Promise<void> {
    this.looking = true;
    while (this.strangers.size > 0) {
      const ids = [...this.strangers];
      this.strangers.clear();
      try {
        const rows = await this.reader.query<{ id: string; owner: string }>(
          `select id, organisation_id as owner from training_run where id = any($1::uuid[])`,
          [ids],
        );
        if (this.owners.size > OWNERS_MAX) this.owners.clear();
        for (const { id, owner } of rows) {
          this.owners.set(id, owner);
          this.tell(owner, id);
        }
      } catch (error) {
        this.logger.warn({ err: error }, "changed runs could not be looked up; the next look at the table finds them");
      }
    }
    this.looking = false;
  }

  /** Finds what signals did not tell: runs that have moved on since a board showed them, and runs that are new to it. */
  private async compare(): Promise<void> {
    for (const [organisationId, boards] of this.byOrganisation) {
      const known = new Set([...boards.values()].flatMap((board) => [...board.known.keys()]));
      try {
        const rows = await this.reader.query<{ id: string; seq: number }>(
          `select id, last_seq as seq from training_run where organisation_id = $1 and (status = any($2) or id = any($3::uuid[]))`,
          [organisationId, UNENDED, [...known]],
        );
        for (const board of boards.values()) board.compare(rows);
      } catch (error) {
        this.logger.warn({ err: error }, "boards could not be compared with the table; trying again");
      }
    }
  }
}
