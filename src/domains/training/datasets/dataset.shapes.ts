import { idColumn, instantColumn, plainColumns, type Shape } from "../../../kernel/read/shape.js";
import { authorShape } from "../../accounts/accounts.shapes.js";
import { builtInContents } from "./built-in/built-in-contents.js";
import { datasetCatalogue } from "./dataset-catalogue.js";

/** The built-in sets as a literal: they come with the product, and no row can go out of step with it. */
const builtIns = JSON.stringify(
  datasetCatalogue().map(({ id, kind, title, summary, licence, provenance, rows, classes, sha256 }, place) => ({
    ...{ key: id, name: id, kind, title, summary, licence, provenance, rows, classes, sha256 },
    // Sorted downwards: after all that is the users' own, whose places begin with 1.
    place: `0${String(9_999 - place)}`,
  })),
).replaceAll("'", "''");

/** What they hold, by key: read only where it is asked for. */
const builtInProfiles = JSON.stringify(
  Object.fromEntries(Object.entries(builtInContents).map(([id, content]) => [id, content?.profile])),
).replaceAll("'", "''");

/** Own data sets, each with its newest version, and built-in ones as rows of one table; the organisation of these is null. */
const ALL_DATASETS = `(
  select d.id, d.organisation_id, 'Dataset_' || d.id as key, d.name, d.kind,
    json_build_object('en', d.name, 'zh', d.name) as title,
    json_build_object('en', d.description, 'zh', d.description) as summary,
    v.licence, json_build_object('en', v.provenance, 'zh', v.provenance) as provenance,
    (v.profile->>'rows')::int as rows,
    (select coalesce(json_agg(class->>'name'), '[]') from jsonb_array_elements(v.profile->'classes') class) as classes,
    v.sha256, v.profile, v.id as version_id, d.newest_version, d.archived_at, d.created_at, d.created_by,
    ('1' || d.id) collate "C" as place
  from dataset d join dataset_version v on v.dataset_id = d.id and v.number = d.newest_version
  union all
  select null, null, b.key, b.name, b.kind, b.title, b.summary, b.licence, b.provenance, b.rows, b.classes,
    b.sha256, null, null, 1, null, null, null, b.place
  from json_to_recordset('${builtIns}') as b (key text, name text, kind text, title json, summary json, licence text,
    provenance json, rows int, classes json, sha256 text, place text)
)`;

export const datasetShape: Shape = {
  type: "Dataset",
  table: ALL_DATASETS,
  columns: {
    id: (dataset) => `${dataset}.key`,
    ...plainColumns("name", "kind", "title", "summary", "licence", "provenance", "rows", "classes", "sha256"),
    profile: (dataset) => `coalesce(${dataset}.profile, '${builtInProfiles}'::jsonb -> ${dataset}.key)`,
    builtIn: (dataset) => `${dataset}.organisation_id is null`,
    archived: (dataset) => `${dataset}.archived_at is not null`,
    createdAt: instantColumn("created_at"),
  },
  one: {
    createdBy: { shape: () => authorShape, on: (dataset, author) => `${author}.id = ${dataset}.created_by` },
    version: { shape: () => datasetVersionShape, on: (dataset, version) => `${version}.id = ${dataset}.version_id` },
  },
  many: {
    versions: {
      shape: () => datasetVersionShape,
      on: (dataset, version) => `${version}.dataset_id = ${dataset}.id`,
      order: (version) => `${version}.number desc`,
      limit: { argument: "first", default: 20 },
      max: 100,
    },
  },
};

export const datasetVersionShape: Shape = {
  type: "DatasetVersion",
  table: "dataset_version",
  columns: {
    id: idColumn("DatasetVersion"),
    ...plainColumns("number", "options", "licence", "provenance", "fileName", "sha256", "profile"),
    size: (version) => `${version}.size::float8`,
    createdAt: instantColumn("created_at"),
  },
  one: {
    dataset: { shape: () => datasetShape, on: (version, dataset) => `${dataset}.id = ${version}.dataset_id` },
    createdBy: { shape: () => authorShape, on: (version, author) => `${author}.id = ${version}.created_by` },
  },
};
