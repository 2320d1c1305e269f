import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict, InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId, newId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import { atMost, type UploadedFile } from "../../../kernel/uploaded-file.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { Stored } from "../artifacts/artifact-store.js";
import { datasetMegabytes } from "../quotas/quotas.service.js";
import { QuotaExceeded, QuotaKind } from "../runs/run.refusals.js";
import { isTerminal, RunStatus } from "../runs/run-status.js";
import type { DataChecker } from "./checking/data-checker.js";
import type { DataKind } from "./data-kind.js";
import { Dataset } from "./dataset.entity.js";
import { InvalidData } from "./dataset.refusals.js";
import { datasetDescription, datasetName, versionDetails } from "./dataset.specs.js";
import type { DatasetFiles } from "./dataset-files.js";
import { DatasetVersion } from "./dataset-version.entity.js";
import { fileBytesMax, type UploadMegabytes } from "./file-limits.js";
import { optionsOf } from "./formats/format-options.js";

/** A file that is to become a data set, or the next version of one. */
export interface NewData {
  name: string;
  kind: DataKind;
  file: Promise<UploadedFile>;
  options?: Record<string, unknown> | null;
  description?: string | null;
  licence?: string | null;
  provenance?: string | null;
}

/** What is to change of a data set; what is not given stays. */
export interface DatasetChange {
  description?: string | null;
  archived?: boolean | null;
}

/** A version that is there now, by the row id of its data set. */
export interface KeptData {
  datasetId: string;
}

const ENDED = Object.values(RunStatus).filter(isTerminal);
const MEGABYTE = 1_000_000;

/** The users' own data: kept, put away and deleted. */
export class DatasetsService {
  constructor(
    private readonly em: EntityManager,
    private readonly files: DatasetFiles,
    private readonly checker: DataChecker,
    private readonly limits: UploadMegabytes,
  ) {}

  /**
   * Keeps a file as a new data set, or as the next version of the one of that name. The file goes to the store as it comes, is
   * read and checked there, and leaves nothing behind where it does not fit. Sent once more, equal bytes with equal options
   * answer with the version that there is. Throws `InvalidInput`, `Conflict` and `UploadFault`.
   */
  async create(viewer: Viewer, input: NewData): Promise<KeptData | InvalidData | QuotaExceeded> {
    viewer.require("dataset:edit");
    const name = checkInput(datasetName, input.name, "input.name");
    const { kind, licence, provenance } = input;
    const options = optionsOf(kind, input.options, { kind: "input.kind", options: "input.options" });
    const details = checkInput(versionDetails, { licence, provenance });
    const description = checkInput(datasetDescription, input.description ?? undefined, "input.description");
    const before = await this.named(this.em.fork(), viewer, name, kind);
    const full = await noRoom(
      this.em.fork(),
      await this.em.fork().findOneOrFail(Organisation, viewer.organisationId),
      0,
    );
    if (full) return full;
    const file = await input.file;
    const id = newId();
    let recorded = false;
    try {
      const stored = await this.files.keep(id, atMost(fileBytesMax(kind, this.limits), file.open()));
      if (before && (await this.known(before, stored, options))) return { datasetId: before.id };
      const checked = await this.checker.checkContent({ kind, options }, file.open(), 0);
      if (checked.faultCount > 0 || !checked.profile) return new InvalidData(checked.faults, checked.faultCount);
      const about = { ...details, ...stored, id, options, fileName: file.fileName, profile: checked.profile };
      const result = await this.em.fork().transactional(async (em) => {
        const organisation = await em.findOneOrFail(Organisation, viewer.organisationId, {
          lockMode: LockMode.PESSIMISTIC_WRITE,
        });
        const refusal = await noRoom(em, organisation, stored.size);
        if (refusal) return refusal;
        const dataset =
          (await this.named(em, viewer, name, kind)) ??
          em.create(Dataset, { organisation, createdBy: viewer.userId, name, kind });
        dataset.newestVersion += 1;
        if (description) dataset.description = description;
        const owners = { dataset, organisation, createdBy: viewer.userId };
        em.create(DatasetVersion, { ...about, ...owners, number: dataset.newestVersion });
        return { datasetId: dataset.id };
      });
      recorded = !(result instanceof QuotaExceeded);
      return result;
    } finally {
      if (!recorded) await this.files.discard(id);
    }
  }

  /** Changes what is said of a data set, or puts it away: runs that use an archived one go on. Throws `NotFound`. */
  async update(viewer: Viewer, datasetId: string, { description, archived }: DatasetChange): Promise<void> {
    viewer.require("dataset:edit");
    const em = this.em.fork();
    const dataset = await em.findOne(Dataset, { id: datasetId, organisation: viewer.organisationId });
    if (!dataset) throw new NotFound("Dataset", globalId("Dataset", datasetId));
    if (description != null) dataset.description = checkInput(datasetDescription, description, "input.description");
    if (archived != null) dataset.archivedAt = archived ? (dataset.archivedAt ?? new Date()) : null;
    await em.flush();
  }

  /**
   * Deletes a data set with all its versions and their files. Runs that have ended keep their results, with name and hash of
   * what they trained on, and cannot be retried. Throws `Conflict` while runs or sweeps that use it have not ended.
   */
  async delete(viewer: Viewer, datasetId: string): Promise<void> {
    viewer.require("dataset:edit");
    const versions = await this.em.fork().transactional(async (em) => {
      // Runs are taken in with this row locked: none comes in between.
      await em.findOneOrFail(Organisation, viewer.organisationId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const dataset = await em.findOne(Dataset, { id: datasetId, organisation: viewer.organisationId });
      if (!dataset) throw new NotFound("Dataset", globalId("Dataset", datasetId));
      const [{ runs, sweeps }] = await em.execute<{ runs: number; sweeps: number }[]>(IN_USE, [
        datasetId,
        `{${ENDED.join(",")}}`,
        datasetId,
      ]);
      if (runs + sweeps > 0)
        throw new Conflict(
          `${runs} runs and ${sweeps} sweeps that use it have not ended; wait for them or cancel them.`,
        );
      const kept = await em.find(DatasetVersion, { dataset }, { fields: ["id"] });
      await em.execute(`delete from dataset where id = ?`, [datasetId]);
      return kept.map(({ id }) => id);
    });
    for (const id of versions) await this.files.discard(id);
  }

  /** The organisation's data set of that name, if any. Throws where a file cannot become its next version. */
  private async named(em: EntityManager, viewer: Viewer, name: string, kind: DataKind): Promise<Dataset | undefined> {
    const [row] = await em.execute<{ id: string }[]>(
      `select id from dataset where organisation_id = ? and lower(name) = lower(?)`,
      [viewer.organisationId, name],
    );
    if (!row) return undefined;
    const dataset = await em.findOneOrFail(Dataset, row.id);
    if (dataset.kind !== kind)
      throw new InvalidInput(
        "input.kind",
        `“${dataset.name}” is of the kind ${dataset.kind}; give the file another name.`,
      );
    if (dataset.archivedAt)
      throw new Conflict(`“${dataset.name}” is archived; take it back, or give the file another name.`);
    return dataset;
  }

  /** Whether the newest version is this file, read in the same way. */
  private async known(dataset: Dataset, { sha256 }: Stored, options: Record<string, unknown>): Promise<boolean> {
    const newest = await this.em.fork().findOne(DatasetVersion, { dataset: dataset.id, number: dataset.newestVersion });
    return newest?.sha256 === sha256 && sameOptions(newest.options, options);
  }
}

/** Why the organisation may not keep so many bytes more, if so; with 0, why it may keep nothing at all. */
async function noRoom(
  em: EntityManager,
  organisation: Organisation,
  bytes: number,
): Promise<QuotaExceeded | undefined> {
  const most = organisation.datasetMegabytesMax;
  const used = (await datasetMegabytes(em, organisation)) + bytes / MEGABYTE;
  if (used < most || (bytes > 0 && used === most)) return undefined;
  return new QuotaExceeded(QuotaKind.DATASET_MEGABYTES, most, Math.ceil(used));
}

function sameOptions(some: Record<string, unknown>, others: Record<string, unknown>): boolean {
  const keys = Object.keys({ ...some, ...others });
  return keys.every((key) => some[key] === others[key]);
}

const IN_USE = `
  select (select count(*)::int from training_run run join dataset_version version
            on version.id in (run.dataset_version_id, run.checkpoint_version_id)
          where version.dataset_id = ? and run.status <> all(?::text[])) as runs,
         (select count(*)::int from sweep join dataset_version version on version.id = sweep.dataset_version_id
          where version.dataset_id = ? and sweep.finished_at is null) as sweeps`;
