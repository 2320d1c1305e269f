import type { GraphQLResolveInfo } from "graphql";
import { NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { PageArguments } from "../../../kernel/paging.js";
import {
  allOf,
  byCreation,
  has,
  hasId,
  type Condition,
  type Connection,
  type Reader,
  type Row,
} from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { workerShape } from "./worker.shapes.js";
import type { WorkerFeed, WorkersChange } from "./worker-feed.js";
import type { WorkerRegistry } from "./worker-registry.js";
import { statusOf, type WorkerStatus } from "./worker-status.js";

/** What a list of workers may be narrowed to; all that is given must hold. */
export interface WorkerCriteria {
  status?: WorkerStatus[] | null;
  gpu?: boolean | null;
  host?: string | null;
  label?: { name: string; value?: string | null } | null;
}

/** The fleet as administrators see and steer it: hosts, processes and what runs there are the operator's business. */
export class WorkersService {
  constructor(
    private readonly reader: Reader,
    private readonly registry: WorkerRegistry,
    private readonly feed: WorkerFeed,
  ) {}

  /** Oldest first. */
  list(viewer: Viewer, criteria: WorkerCriteria, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    viewer.require("workers:read");
    return this.reader.page(workerShape, allOf(...conditionsOf(criteria)), byCreation, page, info);
  }

  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return viewer.may("workers:read") ? this.reader.one(workerShape, hasId(id), info) : Promise.resolve(null);
  }

  /** All workers first, then what changes. Never ends by itself. */
  follow(viewer: Viewer): AsyncGenerator<WorkersChange, void, undefined> {
    viewer.require("workers:read");
    return this.feed.follow();
  }

  /**
   * Lets a worker take nothing new. It finishes what it has or, with `handBack`, gives it back at a checkpoint. The order
   * stands in the row, so a lost signal delays it until the next heartbeat. Throws `NotFound` for a worker that is gone.
   */
  async drain(viewer: Viewer, id: string, handBack: boolean): Promise<void> {
    viewer.require("workers:manage");
    await this.order(
      id,
      `update worker set drain_requested_at = coalesce(drain_requested_at, now()), hand_back = $2
       where id = $1 returning id`,
      [id, handBack],
    );
  }

  /** Lets a worker take jobs again. */
  async undrain(viewer: Viewer, id: string): Promise<void> {
    viewer.require("workers:manage");
    await this.order(
      id,
      `update worker set drain_requested_at = null, drained_at = null, hand_back = false where id = $1 returning id`,
      [id],
    );
  }

  private async order(id: string, update: string, values: unknown[]): Promise<void> {
    const rows = await this.reader.query(update, values);
    if (rows.length === 0) throw new NotFound("Worker", globalId("Worker", id));
    await this.registry.changed(id);
  }
}

function conditionsOf({ status, gpu, host, label }: WorkerCriteria): (Condition | undefined)[] {
  return [
    status == null ? undefined : (worker, statement) => `${statusOf(worker)} = any(${statement.value(status)})`,
    has("gpu", gpu),
    has("host", host),
    label == null
      ? undefined
      : (worker, statement) => {
          const found = `${worker}.labels->>${statement.value(label.name)}`;
          return label.value == null ? `${found} is not null` : `${found} = ${statement.value(label.value)}`;
        },
  ];
}
