import type { Condition, Reader } from "../../../kernel/read/reader.js";
import { Statement } from "../../../kernel/read/statement.js";

/** A value, and how many runs have it. */
export interface FacetCount {
  value: string;
  count: number;
}

/** How many runs there are of each kind, the most frequent first. */
export interface RunFacets {
  total: number;
  tags: FacetCount[];
  groups: FacetCount[];
  statuses: FacetCount[];
  recipes: FacetCount[];
  datasets: FacetCount[];
}

export const FACET_MAX = 50;

/** Counts the runs that meet a condition in one statement, at most `FACET_MAX` values of each facet. */
export async function countFacets(reader: Reader, condition: Condition): Promise<RunFacets> {
  const statement = new Statement();
  const [{ facets }] = await reader.query<{ facets: RunFacets }>(
    `with chosen as materialized (
       select run.status, run.recipe, run.dataset, card.group_name, card.tags
       from training_run run join training_run_card card on card.run_id = run.id where ${condition("run", statement)}
     )
     select json_build_object(
       'total', (select count(*) from chosen),
       'tags', ${counted("chosen, unnest(chosen.tags) tag", "tag")},
       'groups', ${counted("chosen", "group_name")},
       'statuses', ${counted("chosen", "status")},
       'recipes', ${counted("chosen", "recipe")},
       'datasets', ${counted("chosen", "dataset")}
     ) as facets`,
    statement.values,
  );
  return facets;
}

function counted(from: string, value: string): string {
  return `(select coalesce(json_agg(facet), '[]') from (
    select ${value} as value, count(*)::int as count from ${from} where ${value} is not null
    group by 1 order by 2 desc, 1 limit ${FACET_MAX}) facet)`;
}
