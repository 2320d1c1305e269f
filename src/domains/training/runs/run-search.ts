import type { Condition, Order, Reader } from "../../../kernel/read/reader.js";
import { newestFirst } from "../../../kernel/read/reader.js";
import { documentSql, searchDocument, type SearchDocument } from "../../../kernel/search/search-document.js";
import { querySql, searchQuery } from "../../../kernel/search/search-query.js";
import { findRecipe } from "../recipes/recipe-catalogue.js";

/** What a search comes to: which runs it finds, and the order that puts the best match first. */
export interface RunSearch {
  condition: Condition;
  order: Order;
}

/** What a run is found by. */
interface Found {
  id: string;
  organisation_id: string;
  revision: number;
  name: string;
  recipe: string;
  dataset: string;
  parameters: Record<string, unknown>;
  error: { code: string; message: string } | null;
  notes: string | null;
  group_name: string | null;
  tags: string[];
}

/** Cards that are read and indexed in one go, and the most of one call. */
const BATCH = 200;
const CALL_MAX = 600;

/**
 * Full-text search over runs. The database counts the revisions of what a run is found by, whoever changes it; whatever is
 * behind is indexed here, before the next search of its organisation looks. Workers index the rest in the background.
 */
export class RunSearchIndex {
  constructor(private readonly reader: Reader) {}

  /** Brings the index up to date, and says how to find what was searched for. A search without a word finds nothing. */
  async search(organisationId: string, text: string): Promise<RunSearch> {
    await this.refresh(organisationId);
    const query = searchQuery(text);
    if (!query) return { condition: () => "false", order: newestFirst };
    return {
      // One index finds the words among this organisation's runs: a mark in each document says whose it is.
      condition: (run, statement) => `${run}.id in
        (select run_id from training_run_card where search @@ (${querySql(query, statement, [[organisationId]])}))`,
      order: {
        by: [
          {
            sql: (run, statement) => `(select ts_rank(search, ${querySql(query, statement)})::float8
              from training_run_card where run_id = ${run}.id)`,
            type: "float8",
          },
          ...newestFirst.by,
        ],
        descending: true,
      },
    };
  }

  /** Indexes the runs whose index is behind, at most `CALL_MAX`, of one organisation or of all. Returns how many it has. */
  async refresh(organisationId?: string): Promise<number> {
    let indexed = 0;
    for (let at = 0; at < CALL_MAX; at += BATCH) {
      const behind = await this.reader.query<Found>(organisationId ? BEHIND_OF_ONE : BEHIND, [
        BATCH,
        ...(organisationId ? [organisationId] : []),
      ]);
      if (behind.length > 0) indexed += await this.keep(behind);
      if (behind.length < BATCH) break;
    }
    return indexed;
  }

  private async keep(runs: readonly Found[]): Promise<number> {
    const documents = runs.map(documentOf);
    const kept = await this.reader.query(KEEP, [
      runs.map(({ id }) => id),
      runs.map(({ revision }) => revision),
      documents.map(({ exact }) => exact),
      documents.map(({ english }) => english.A),
      documents.map(({ english }) => english.B),
      documents.map(({ english }) => english.C),
      documents.map(({ english }) => english.D),
    ]);
    return kept.length;
  }
}

function documentOf(run: Found): SearchDocument {
  const recipe = findRecipe(run.recipe);
  return searchDocument({
    texts: {
      A: [run.name, run.group_name, ...run.tags],
      B: [run.notes],
      C: [run.recipe, recipe?.title.en, recipe?.title.zh, run.dataset, leavesOf(run.parameters)],
      D: [run.error?.code, run.error?.message],
    },
    marks: [run.organisation_id],
  });
}

/** The names and values of nested parameters, in order. */
function leavesOf(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([key, entry]) => `${key} ${leavesOf(entry)}`)
    .join(" ");
}

const behind = (condition: string) => `
  select run.id, run.organisation_id, card.revision, run.name, run.recipe, run.dataset, run.parameters, run.error,
    card.notes, card.group_name, card.tags
  from training_run_card card join training_run run on run.id = card.run_id
  where card.indexed_revision < card.revision and ${condition} order by card.run_id limit $1`;
const BEHIND = behind("true");
const BEHIND_OF_ONE = behind("card.organisation_id = $2");

/**
 * Cards are locked in the order in which everybody locks them, so a search waits for another one that indexes the same and
 * finds what that found. Those that were edited since stay behind: the next search reads them again.
 */
const KEEP = `
  with locked as (
    select run_id from training_run_card where run_id = any($1::uuid[]) order by run_id for update
  )
  update training_run_card card set
    search = ${documentSql("document.exact", { A: "document.a", B: "document.b", C: "document.c", D: "document.d" })},
    indexed_revision = document.revision
  from locked, unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as document (run_id, revision, exact, a, b, c, d)
  where card.run_id = locked.run_id and document.run_id = card.run_id and document.revision = card.revision
  returning card.run_id`;
