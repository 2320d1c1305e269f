import { NotFound } from "../../../kernel/errors.js";
import { parseGlobalId } from "../../../kernel/ids.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { OwnData } from "./own-data.specs.js";

const FOUND = `
  select d.id as "datasetId", v.id as "versionId", d.name, v.number, d.kind, v.options, v.sha256, v.size::float8 as size, v.profile,
    d.archived_at is not null as archived
  from dataset_version v join dataset d on d.id = v.dataset_id`;

/** Finds the users' own data for those who train on them. */
export class OwnDataStore {
  constructor(private readonly reader: Reader) {}

  /**
   * What an id of a data set (its newest version) or of a version leads to, within an organisation. Undefined for anything that
   * is no such id, such as a built-in set's name; throws `NotFound` for an id that leads nowhere.
   */
  async find(organisationId: string, id: string | null | undefined): Promise<OwnData | undefined> {
    const parsed = parseGlobalId(id ?? "");
    if (parsed?.type !== "Dataset" && parsed?.type !== "DatasetVersion") return undefined;
    const which = parsed.type === "Dataset" ? `d.id = $2 and v.number = d.newest_version` : `v.id = $2`;
    const [found] = await this.reader.query<Rowed>(`${FOUND} where v.organisation_id = $1 and ${which}`, [
      organisationId,
      parsed.id,
    ]);
    if (!found) throw new NotFound(parsed.type, id!);
    return found;
  }

  /** The version that a run or a sweep names; undefined when it names none, or was deleted. Archived or not is all one to it. */
  async pinned(versionId: string | null): Promise<OwnData | undefined> {
    if (versionId === null) return undefined;
    const [found] = await this.reader.query<Rowed>(`${FOUND} where v.id = $1`, [versionId]);
    return found && { ...found, archived: false };
  }
}

type Rowed = OwnData & Record<string, unknown>;
