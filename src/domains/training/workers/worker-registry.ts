import type { GraphQLResolveInfo } from "graphql";
import type { Logger } from "../../../kernel/logger.js";
import type { PageArguments } from "../../../kernel/paging.js";
import { byCreation, hasId, type Connection, type Reader, type Row } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { workerShape } from "../training.shapes.js";

/** What a worker computes on. `tried` says, for each better backend, why it is not in use. */
export interface WorkerBackend {
  name: string;
  device: string;
  memoryBytes: number;
  warning?: string;
  tried: { name: string; reason: string }[];
}

/** Which workers there are, what they compute on, and when they were last seen. */
export class WorkerRegistry {
  constructor(
    private readonly reader: Reader,
    private readonly logger: Logger,
  ) {}

  /** Oldest first. For administrators: it tells hosts and processes. */
  list(viewer: Viewer, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    viewer.require("workers:read");
    return this.reader.page(workerShape, () => "true", byCreation, page, info);
  }

  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return viewer.may("workers:read") ? this.reader.one(workerShape, hasId(id), info) : Promise.resolve(null);
  }

  async register(id: string, host: string, pid: number): Promise<void> {
    await this.reader.query(`insert into worker (id, host, pid) values ($1, $2, $3)`, [id, host, pid]);
  }

  /** A worker has opened the best backend of its machine. */
  async describe(id: string, backend: WorkerBackend): Promise<void> {
    this.logger.info({ worker: id, backend }, `training on ${backend.name}, ${backend.device}`);
    if (backend.warning) this.logger.warn({ worker: id }, backend.warning);
    await this.reader.query(`update worker set backend = $2 where id = $1`, [id, JSON.stringify(backend)]);
  }

  async seen(id: string): Promise<void> {
    await this.reader.query(`update worker set heartbeat_at = now() where id = $1`, [id]);
  }

  async leave(id: string): Promise<void> {
    await this.reader.query(`delete from worker where id = $1`, [id]);
  }
}
