import { NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { Localized } from "../../../kernel/localized.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";

/** How far items are. */
export interface Tally {
  /** Items that apply, less those signed off as not applicable. */
  items: number;
  met: number;
  partlyMet: number;
  /** Items that are not signed off as met. */
  gaps: number;
  /** From 0 to 1; null without items. */
  score: number | null;
}

export interface NamedTally extends Tally {
  slug: string;
  name: Localized;
}

/** An assessment's score, as a whole, by framework and by topic. */
export interface Score extends Tally {
  frameworks: NamedTally[];
  topics: NamedTally[];
}

/** How much of what applies is shown to be so. */
export class ScoreService {
  constructor(private readonly reader: Reader) {}

  /**
   * The score of an assessment: what is signed off as met counts 1, as partly met a half, anything else nothing. An item counts for each
   * framework that it cites, once. Throws `NotFound`.
   */
  async of(viewer: Viewer, assessmentId: string): Promise<Score> {
    viewer.require("assessment:read");
    const [found] = await this.reader.query<{ score: Score }>(SCORE, [assessmentId, viewer.organisationId]);
    if (!found) throw new NotFound("Assessment", globalId("Assessment", assessmentId));
    return found.score;
  }
}

const TALLY = `
  'items', count(*)::int, 'met', (count(*) filter (where met = 1))::int, 'partlyMet', (count(*) filter (where met = 0.5))::int,
  'gaps', (count(*) filter (where met < 1))::int, 'score', avg(met)::float8`;

const SCORE = `
  with item as (
    select i.checklist_item_id as id, c.checklist_id,
      case when i.status = 'SIGNED_OFF' and i.outcome = 'MET' then 1
        when i.status = 'SIGNED_OFF' and i.outcome = 'PARTLY_MET' then 0.5 else 0 end as met
    from assessment_item i join checklist_item c on c.id = i.checklist_item_id
    where i.assessment_id = $1 and i.applicability = 'APPLIES'
      and not (i.status = 'SIGNED_OFF' and i.outcome = 'NOT_APPLICABLE')
  ), framework as (
    select json_build_object('slug', f.slug, 'name', f.name, ${TALLY}) as tally from compliance_framework f
      join (select distinct item_id, framework_id from item_citation) cited on cited.framework_id = f.id
      join item on item.id = cited.item_id
    group by f.id order by f.slug
  ), topic as (
    select json_build_object('slug', l.slug, 'name', l.title, ${TALLY}) as tally
    from checklist l join item on item.checklist_id = l.id group by l.id order by l.slug
  ) select (select json_build_object(${TALLY}) from item)::jsonb || jsonb_build_object(
    'frameworks', (select coalesce(json_agg(tally), '[]') from framework),
    'topics', (select coalesce(json_agg(tally), '[]') from topic)) as score
  from compliance_assessment where id = $1 and organisation_id = $2`;
