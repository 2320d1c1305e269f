import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId, rowId } from "../../../kernel/ids.js";
import { atMost, type UploadedFile } from "../../../kernel/uploaded-file.js";
import type { Viewer } from "../../accounts/viewer.js";
import { builtInContents } from "./built-in/built-in-contents.js";
import type { CheckedData, DataReading } from "./checking/check-data.js";
import type { DataChecker } from "./checking/data-checker.js";
import type { DataKind } from "./data-kind.js";
import { faultOf } from "./dataset.refusals.js";
import type { DatasetFiles } from "./dataset-files.js";
import { DatasetVersion } from "./dataset-version.entity.js";
import { fileBytesMax, type UploadMegabytes } from "./file-limits.js";
import { optionsOf } from "./formats/format-options.js";

/** What to look at: a file with its kind, a version by its global id, or a built-in data set by its name. */
export interface PreviewInput {
  file?: Promise<UploadedFile> | null;
  kind?: DataKind | null;
  options?: Record<string, unknown> | null;
  version?: string | null;
  dataset?: string | null;
  first: number;
}

/** A file as it comes, and how it is read. */
interface ComingData extends DataReading {
  content: AsyncIterable<Uint8Array>;
}

const FIRST_MAX = 100;

/** Shows what is in a file before it is kept, and afterwards. */
export class DatasetPreviews {
  constructor(
    private readonly em: EntityManager,
    private readonly files: DatasetFiles,
    private readonly checker: DataChecker,
    private readonly limits: UploadMegabytes,
  ) {}

  /** The first rows, the profile and the faults; nothing is kept. Throws `InvalidInput`, `NotFound` and `UploadFault`. */
  async preview(viewer: Viewer, { first, ...input }: PreviewInput) {
    viewer.require(input.file ? "dataset:edit" : "run:read");
    if (first < 0 || first > FIRST_MAX)
      throw new InvalidInput("first", `must be from 0 to ${FIRST_MAX}, not ${first}.`);
    const given = (["file", "version", "dataset"] as const).filter((name) => input[name] != null);
    if (given.length !== 1)
      throw new InvalidInput(given[1] ?? "file", "give a file with its kind, a version, or a built-in data set.");
    if (input.dataset != null) return builtIn(input.dataset, first);
    const { content, ...how } = input.file
      ? await this.uploaded(input.file, input)
      : await this.kept(viewer, input.version!);
    return shown(await this.checker.checkContent(how, content, first));
  }

  private async uploaded(
    file: Promise<UploadedFile>,
    { kind, options }: Omit<PreviewInput, "first">,
  ): Promise<ComingData> {
    if (kind == null) throw new InvalidInput("kind", "a file needs its kind.");
    const known = optionsOf(kind, options, { kind: "kind", options: "options" });
    return { kind, options: known, content: atMost(fileBytesMax(kind, this.limits), (await file).open()) };
  }

  private async kept(viewer: Viewer, id: string): Promise<ComingData> {
    const where = { id: rowId("DatasetVersion", id), organisation: viewer.organisationId };
    const version = await this.em.fork().findOne(DatasetVersion, where, { populate: ["dataset"] });
    const content = version && (await this.files.open(version.id));
    if (!content) throw new NotFound("DatasetVersion", globalId("DatasetVersion", where.id));
    return { kind: version.dataset.$.kind, options: version.options, content };
  }
}

function builtIn(id: string, first: number) {
  const content = Object.hasOwn(builtInContents, id) ? builtInContents[id] : undefined;
  if (!content) throw new NotFound("Dataset", id);
  const { columns, rows, pictures } = content.preview;
  const preview = { columns, rows: rows.slice(0, first), pictures: pictures?.slice(0, first) ?? [] };
  return shown({ profile: content.profile, preview, faults: [], faultCount: 0 });
}

function shown({ profile, preview, faults, faultCount }: CheckedData) {
  return { profile, faultCount, faults: faults.map(faultOf), ...{ columns: [], rows: [], pictures: [] }, ...preview };
}
