import type { Readable } from "node:stream";
import { NotFound } from "../../../kernel/errors.js";
import { newId } from "../../../kernel/ids.js";
import type { ByteRange } from "../../../kernel/byte-range.js";
import type { Logger } from "../../../kernel/logger.js";
import type { Reader } from "../../../kernel/read/reader.js";
import { SignedAddresses, type AddressSignature } from "../../../kernel/signed-addresses.js";
import { isIntact } from "./artifact-content.js";
import type { ArtifactStore, Content } from "./artifact-store.js";

/** What an artifact is for. */
export type ArtifactKind =
  | "WEIGHTS"
  | "CHECKPOINT"
  | "ROUND"
  | "PREDICTIONS"
  | "SAMPLE"
  | "CURVES"
  | "CONFUSION_MATRIX"
  | "ROC"
  | "FIGURE"
  | "EXPORT";

/** An artifact to keep. A second one of the same run and name replaces the first. */
export interface NewArtifact {
  runId: string;
  kind: ArtifactKind;
  name: string;
  mediaType: string;
  bytes: Content;
  /** Of a checkpoint: the steps and the epochs done. */
  step?: number;
  epoch?: number;
}

/** An artifact to send. */
export interface OpenedArtifact {
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  /** Opens its bytes, or a part of them. Throws `NotFound` when the store has lost them. */
  stream(range?: ByteRange): Promise<Readable>;
}

interface ArtifactRow {
  id: string;
  run_id: string;
  name: string;
  media_type: string;
  size: string;
  sha256: string;
}

/** Bytes without a row are left alone for so long: theirs may be on its way. */
const ORPHAN_HOURS = 24;
/** What artifacts and drafts are called in the store; whatever else lies there is somebody else's. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A key ends in the id of an artifact, or in that of a version of somebody's own data. */
const STILL_NAMED = `
  select id from artifact where id = any($1::uuid[]) union all select id from dataset_version where id = any($1::uuid[])`;

/** What runs make: kept in the store, listed in the database, fetched through signed addresses that expire. */
export class ArtifactsService {
  private readonly addresses: SignedAddresses;

  constructor(
    private readonly reader: Reader,
    private readonly store: ArtifactStore,
    secret: string,
    private readonly logger: Logger,
  ) {
    this.addresses = new SignedAddresses(secret, "artifact", "/artifacts");
  }

  /** Keeps an artifact and returns its row id. The bytes are there before the row names them. */
  async keep({ runId, kind, name, mediaType, bytes, step, epoch }: NewArtifact): Promise<string> {
    const id = newId();
    const { sha256, size } = await this.store.put(`${runId}/${id}`, bytes);
    const [{ replaced }] = await this.reader.query<{ replaced: string | null }>(
      `with old as (select id from artifact where run_id = $2 and name = $4),
       new as (
         insert into artifact (id, organisation_id, run_id, kind, name, media_type, size, sha256, step, epoch)
         select $1, organisation_id, id, $3, $4, $5, $6, $7, $8, $9 from training_run where id = $2
         on conflict (run_id, name) do update set
           id = excluded.id, kind = excluded.kind, media_type = excluded.media_type, size = excluded.size,
           sha256 = excluded.sha256, step = excluded.step, epoch = excluded.epoch, created_at = now()
       ) select (select id from old) as replaced`,
      [id, runId, kind, name, mediaType, size, sha256, step ?? null, epoch ?? null],
    );
    if (replaced) await this.discard(runId, replaced);
    return id;
  }

  /**
   * The bytes of a run's artifact of that name; undefined when there is none, or when they are not those that were kept:
   * damage is logged, and counts as absence. For workers.
   */
  async load(runId: string, name: string): Promise<Buffer | undefined> {
    const [row] = await this.reader.query<ArtifactRow>(
      `select id, sha256, size from artifact where run_id = $1 and name = $2`,
      [runId, name],
    );
    const bytes = row && (await this.store.read(`${runId}/${row.id}`));
    if (bytes && isIntact(bytes, { sha256: row.sha256, size: Number(row.size) })) return bytes;
    if (row) this.logger.error({ runId, name, artifact: row.id }, bytes ? "an artifact is damaged" : "bytes are lost");
    return undefined;
  }

  /** Removes an artifact of a run: first its row, so that nobody is led to bytes that are gone. */
  async remove(runId: string, id: string): Promise<void> {
    await this.reader.query(`delete from artifact where id = $1 and run_id = $2`, [id, runId]);
    await this.discard(runId, id);
  }

  /** Removes bytes that no row names; where that fails, they go with the orphans. */
  async discard(runId: string, id: string): Promise<void> {
    const key = `${runId}/${id}`;
    await this.store.remove(key).catch((error: unknown) => {
      this.logger.warn({ err: error, key }, "bytes could not be removed; they go with the orphans");
    });
  }

  /** Copies an artifact's bytes to a run that has no row yet. Undefined when they are gone or damaged. */
  async copy<A extends { artifactId: string; runId: string }>(
    { artifactId, ...about }: A,
    runId: string,
  ): Promise<(Omit<A, "artifactId"> & { id: string; size: number; sha256: string }) | undefined> {
    const [row] = await this.reader.query<{ sha256: string }>(`select sha256 from artifact where id = $1`, [
      artifactId,
    ]);
    const bytes = row && (await this.store.stream(`${about.runId}/${artifactId}`));
    if (!bytes) return undefined;
    const id = newId();
    const stored = await this.store.put(`${runId}/${id}`, bytes);
    if (stored.sha256 === row.sha256) return { ...about, runId, id, ...stored };
    this.logger.error({ runId: about.runId, artifact: artifactId }, "an artifact is damaged");
    await this.discard(runId, id);
    return undefined;
  }

  /**
   * Removes bytes that no row names and that are a day old: of deleted runs, and of crashes between writing and
   * recording. Returns how many. Any worker may call it at any time.
   */
  async removeOrphans(now = Date.now()): Promise<number> {
    let removed = 0;
    for await (const keys of this.store.writtenBefore(new Date(now - ORPHAN_HOURS * 3_600_000))) {
      const stored = keys
        .map((key) => ({ key, id: key.slice(key.lastIndexOf("/") + 1) }))
        .filter(({ id }) => UUID.test(id));
      const rows = await this.reader.query<{ id: string }>(STILL_NAMED, [stored.map(({ id }) => id)]);
      const named = new Set(rows.map(({ id }) => id));
      for (const { key } of stored.filter(({ id }) => !named.has(id))) {
        await this.store.remove(key);
        removed += 1;
      }
    }
    if (removed > 0) this.logger.info({ removed }, "bytes that belonged to no artifact were removed");
    return removed;
  }

  /** Path and query of a download address that works for 15 minutes. Whoever has it may fetch the artifact. */
  addressOf(artifactId: string, now = Date.now()): string {
    return this.addresses.addressOf(artifactId, now);
  }

  /** Until when an address that is made now works at least. */
  addressExpiry(now = Date.now()): string {
    return this.addresses.expiry(now);
  }

  /** The artifact of a download address. Throws `Forbidden` for a forged or expired one. */
  async open(artifactId: string, signature: AddressSignature): Promise<OpenedArtifact> {
    this.addresses.check(artifactId, signature);
    const [row] = await this.reader.query<ArtifactRow>(
      `select id, run_id, name, media_type, size, sha256 from artifact where id = $1`,
      [artifactId],
    );
    if (!row) throw new NotFound("Artifact", artifactId);
    return {
      name: row.name,
      mediaType: row.media_type,
      size: Number(row.size),
      sha256: row.sha256,
      stream: async (range) => {
        const content = await this.store.stream(`${row.run_id}/${row.id}`, range);
        if (content) return content;
        this.logger.error({ runId: row.run_id, name: row.name, artifact: row.id }, "bytes are lost");
        throw new NotFound("Artifact", artifactId);
      },
    };
  }
}
