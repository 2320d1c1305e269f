import type { Locale, Localized } from "../../../kernel/localized.js";
import type { Condition } from "../../../kernel/read/reader.js";
import { snippetOf, type SnippetPart, type SoughtTerm } from "../../../kernel/search/snippet.js";

/** What of a question a highlight is cut out of. */
export enum HighlightedField {
  TITLE = "TITLE",
  KEY_POINT = "KEY_POINT",
  SHORT_ANSWER = "SHORT_ANSWER",
  EXPLANATION = "EXPLANATION",
}

/** A place of a question that shows why it was found. */
export interface Highlight {
  field: HighlightedField;
  locale: Locale;
  parts: SnippetPart[];
}

/** The texts of a question that are searched, the weightiest first. */
export type SearchedTexts = [field: HighlightedField, text: Localized][];

/** Reads `SearchedTexts`, of at most the first three answers. */
export const SEARCHED_TEXTS: Condition = (row) => `(
  select json_agg(json_build_array(field, text) order by weight, position) from (
    select 1 as weight, 0::bigint as position, '${HighlightedField.TITLE}' as field, ${row}.title as text
    union all
    select 2, position, '${HighlightedField.KEY_POINT}', point
      from jsonb_array_elements(${row}.key_points) with ordinality as points (point, position)
    union all
    select 3, position, '${HighlightedField.SHORT_ANSWER}', short from answer where question_id = ${row}.id and position < 3
    union all
    select 4, position, '${HighlightedField.EXPLANATION}', explanation from answer where question_id = ${row}.id and position < 3
  ) texts)`;

const HIGHLIGHTS_MAX = 3;

/** The places that show most of the terms, at most three; among equals the weightiest text. In one language, or in both. */
export function highlightsOf(texts: SearchedTexts, terms: readonly SoughtTerm[], wanted?: Locale | null): Highlight[] {
  const locales: Locale[] = wanted ? [wanted] : ["zh", "en"];
  const found = texts.flatMap(([field, text]) =>
    locales.flatMap((locale) => {
      const snippet = snippetOf(withoutMarkdown(text[locale]), terms);
      return snippet ? [{ field, locale, ...snippet }] : [];
    }),
  );
  return found
    .sort((one, other) => other.terms - one.terms)
    .slice(0, HIGHLIGHTS_MAX)
    .map(({ field, locale, parts }) => ({ field, locale, parts }));
}

/** Emphasis, code and headings stand for themselves in a snippet; lines run on. */
function withoutMarkdown(text: string): string {
  return text.replaceAll(/\*\*|`|^#+ /gm, "").replaceAll(/\s+/g, " ");
}
