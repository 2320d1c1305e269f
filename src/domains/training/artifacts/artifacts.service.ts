import { createHmac, timingSafeEqual } from "node:crypto";
import type { Readable } from "node:stream";
import { Forbidden, NotFound } from "../../../kernel/errors.js";
import { newId } from "../../../kernel/ids.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { ArtifactStore } from "./artifact-store.js";

/** What an artifact is for. */
export type ArtifactKind = "WEIGHTS" | "CHECKPOINT" | "PREDICTIONS" | "SAMPLE" | "CURVES" | "CONFUSION_MATRIX" | "ROC";

/** An artifact to keep. A second one of the same run and name replaces the first. */
export interface NewArtifact {
  runId: string;
  kind: ArtifactKind;
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

interface ArtifactRow {
  id: string;
  run_id: string;
  name: string;
  media_type: string;
  size: string;
}

/** How long a download address works. */
const ADDRESS_MINUTES = 15;

/** What runs make: kept in the store, listed in the database, fetched through signed addresses that expire. */
export class ArtifactsService {
  constructor(
    private readonly reader: Reader,
    private readonly store: ArtifactStore,
    private readonly secret: string,
  ) {}

  /** Keeps an artifact and returns its row id. The bytes are there before the row names them. */
  async keep({ runId, kind, name, mediaType, bytes }: NewArtifact): Promise<string> {
    const id = newId();
    const { sha256, size } = await this.store.put(`${runId}/${id}`, bytes);
    const [{ replaced }] = await this.reader.query<{ replaced: string | null }>(
      `with old as (select id from artifact where run_id = $2 and name = $4),
       new as (
         insert into artifact (id, organisation_id, run_id, kind, name, media_type, size, sha256)
         select $1, organisation_id, id, $3, $4, $5, $6, $7 from training_run where id = $2
         on conflict (run_id, name) do update set
           id = excluded.id, kind = excluded.kind, media_type = excluded.media_type, size = excluded.size,
           sha256 = excluded.sha256, created_at = now()
       ) select (select id from old) as replaced`,
      [id, runId, kind, name, mediaType, size, sha256],
    );
    if (replaced) await this.store.remove(`${runId}/${replaced}`);
    return id;
  }

  /** The bytes of a run's artifact of that name, or undefined. For workers. */
  async load(runId: string, name: string): Promise<Buffer | undefined> {
    const [row] = await this.reader.query<{ id: string }>(`select id from artifact where run_id = $1 and name = $2`, [
      runId,
      name,
    ]);
    return row && this.store.read(`${runId}/${row.id}`);
  }

  /** Path and query of a download address, valid for 15 minutes. Whoever has it may fetch the artifact. */
  addressOf(artifactId: string, now = Date.now()): string {
    const expires = Math.floor(now / 1000) + ADDRESS_MINUTES * 60;
    return `/artifacts/${artifactId}?expires=${expires}&signature=${this.signature(artifactId, expires)}`;
  }

  /** Opens the artifact of a download address. Throws `Forbidden` for a forged or expired one. */
  async open(
    artifactId: string,
    { expires, signature }: { expires?: string; signature?: string },
  ): Promise<{ content: Readable; name: string; mediaType: string; size: number }> {
    const given = Buffer.from(signature ?? "", "base64url");
    const due = Buffer.from(this.signature(artifactId, Number(expires)), "base64url");
    if (given.length !== due.length || !timingSafeEqual(given, due))
      throw new Forbidden("The download address is not signed.");
    if (Number(expires) * 1000 < Date.now())
      throw new Forbidden("The download address has expired: read the artifact's url again.");
    const [row] = await this.reader.query<ArtifactRow>(
      `select id, run_id, name, media_type, size from artifact where id = $1`,
      [artifactId],
    );
    if (!row) throw new NotFound("Artifact", artifactId);
    return {
      content: this.store.stream(`${row.run_id}/${row.id}`),
      name: row.name,
      mediaType: row.media_type,
      size: Number(row.size),
    };
  }

  private signature(artifactId: string, expires: number): string {
    return createHmac("sha256", this.secret).update(`artifact:${artifactId}:${expires}`).digest("base64url");
  }
}
