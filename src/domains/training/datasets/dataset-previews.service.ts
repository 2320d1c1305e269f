import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId, rowId } from "../../../kernel/ids.js";
import { bytesOf, type UploadedFile } from "../../../kernel/uploaded-file.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { CheckedData, DataFile } from "./checking/check-data.js";
import type { DataChecker } from "./checking/data-checker.js";
import type { DataKind } from "./data-kind.js";
import { faultOf } from "./dataset.refusals.js";
import type { DatasetFiles } from "./dataset-files.js";
import { DatasetVersion } from "./dataset-version.entity.js";
import { optionsOf } from "./formats/format-options.js";

/** What to look at: a file with its kind, or a version by its global id. */
export interface PreviewInput {
  file?: Promise<UploadedFile> | null;
  kind?: DataKind | null;
  options?: Record<string, unknown> | null;
  version?: string | null;
  first: number;
}

const FIRST_MAX = 100;

/** Shows what is in a file before it is kept, and afterwards. */
export class DatasetPreviews {
  constructor(
    private readonly em: EntityManager,
    private readonly files: DatasetFiles,
    private readonly checker: DataChecker,
    private readonly fileBytesMax: number,
  ) {}

  /** The first rows, the profile and the faults; nothing is kept. Throws `InvalidInput`, `NotFound` and `UploadFault`. */
  async preview(viewer: Viewer, { first, ...input }: PreviewInput) {
    viewer.require(input.file ? "dataset:edit" : "run:read");
    if (first < 0 || first > FIRST_MAX)
      throw new InvalidInput("first", `must be from 0 to ${FIRST_MAX}, not ${first}.`);
    if ((input.file == null) === (input.version == null))
      throw new InvalidInput(input.file ? "version" : "file", "give a file with its kind, or a version.");
    const file = input.file ? await this.uploaded(input.file, input) : await this.kept(viewer, input.version!);
    return shown(await this.checker.check(file, first));
  }

  private async uploaded(
    file: Promise<UploadedFile>,
    { kind, options }: Omit<PreviewInput, "first">,
  ): Promise<DataFile> {
    if (kind == null) throw new InvalidInput("kind", "a file needs its kind.");
    const known = optionsOf(kind, options, { kind: "kind", options: "options" });
    return { kind, options: known, bytes: await bytesOf(await file, this.fileBytesMax) };
  }

  private async kept(viewer: Viewer, id: string): Promise<DataFile> {
    const where = { id: rowId("DatasetVersion", id), organisation: viewer.organisationId };
    const version = await this.em.fork().findOne(DatasetVersion, where, { populate: ["dataset"] });
    const content = version && (await this.files.open(version.id));
    if (!content) throw new NotFound("DatasetVersion", globalId("DatasetVersion", where.id));
    const bytes = await bytesOf({ fileName: version.fileName, open: () => content }, version.size);
    return { kind: version.dataset.$.kind, options: version.options, bytes };
  }
}

function shown({ profile, preview, faults, faultCount }: CheckedData) {
  return { profile, faultCount, faults: faults.map(faultOf), ...{ columns: [], rows: [], pictures: [] }, ...preview };
}
