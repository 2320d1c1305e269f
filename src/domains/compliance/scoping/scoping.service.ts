import type { GraphQLResolveInfo } from "graphql";
import { checkInput } from "../../../kernel/input.js";
import { allOf, type Reader, type Row } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { checklistItemView } from "../compliance.views.js";
import { scopeOf, type ScopedItem } from "./scope.js";
import { checkedAnswers } from "./scoping-answers.js";
import type { Facts } from "../../../kernel/rules/truth.js";
import { scopingAnswers, type Applicability, type NamedQuestion, type NamedRule } from "./scoping.specs.js";

/** A scoped item as its GraphQL type sees it. */
export interface ShownScopedItem extends Omit<ScopedItem, "item" | "missing"> {
  item: Row;
  missing: NamedQuestion[];
}

/** What applies to a client, and which questions would still change that. */
export interface Scope {
  items: ShownScopedItem[];
  openQuestions: NamedQuestion[];
}

/** A published item that scoping speaks of. */
export interface ScopableItem {
  id: string;
  slug: string;
  revision: number;
}

/** The answers as they were understood, and what follows for every published item. */
export interface Scoping {
  answers: Facts;
  items: (ScopedItem & ScopableItem)[];
}

/** Most items that are scoped: a list of this length is no page of a larger one. */
const ITEMS_MAX = 500;

/** Which checklist items apply, by rules that stand in the content, and why. Keeps nothing: assessments do. */
export class ScopingService {
  constructor(private readonly reader: Reader) {}

  /** The questionnaire, in the order to ask. */
  async questions(viewer: Viewer): Promise<NamedQuestion[]> {
    viewer.require("assessment:read");
    return this.readQuestions();
  }

  /** What applies by these answers, narrowed to one applicability where given. Throws `InvalidInput` naming a faulty answer. */
  async scope(
    viewer: Viewer,
    { answers, applicability }: { answers: Record<string, unknown>; applicability?: Applicability | null },
    info: GraphQLResolveInfo,
  ): Promise<Scope> {
    viewer.require("assessment:read");
    const [questions, scoping] = await Promise.all([this.readQuestions(), this.decide(answers, "answers")]);
    const named = (slugs: readonly string[]) => questions.filter(({ slug }) => slugs.includes(slug));
    const wanted = scoping.items.filter((item) => applicability == null || item.applicability === applicability);
    const ids = wanted.map(({ id }) => id);
    const visible = allOf(checklistItemView.visible(viewer));
    const rows = await this.reader.several(checklistItemView.shape(viewer), ids, visible, info, ["items", "item"]);
    return {
      items: wanted
        .map(({ missing, ...scoped }, at) => ({ ...scoped, missing: named(missing), item: rows[at] }))
        .filter(({ item }) => item !== undefined),
      openQuestions: named(scoping.items.flatMap(({ missing }) => missing)),
    };
  }

  /** What these answers say of every published item, without asking who may know. `field` is where the answers stood. */
  async decide(given: Record<string, unknown>, field: string): Promise<Scoping> {
    const plain = checkInput(scopingAnswers, given, field);
    const [questions, rules, items] = await Promise.all([this.readQuestions(), this.readRules(), this.readItems()]);
    const answers = checkedAnswers(questions, plain, field);
    const bySlug = new Map(items.map((item) => [item.slug, item]));
    const scoped = scopeOf([...bySlug.keys()], questions, rules, answers);
    return { answers, items: scoped.map((item) => ({ ...item, ...bySlug.get(item.item)! })) };
  }

  private readQuestions(): Promise<NamedQuestion[]> {
    return this.reader.query<NamedQuestion>(
      `select slug, position, kind, title, help, options, unit from scoping_question order by position, id`,
      [],
    );
  }

  private readRules(): Promise<NamedRule[]> {
    return this.reader.query<NamedRule>(
      `select slug, position, condition as when, items, reason, confidence, checked_on::text as "checkedOn", citations
       from scoping_rule order by position, id`,
      [],
    );
  }

  /** Checklist by checklist, as the editors arranged them. */
  private readItems(): Promise<ScopableItem[]> {
    return this.reader.query<ScopableItem>(
      `select item.id, item.slug, item.revision from checklist_item item join checklist on checklist.id = item.checklist_id
       where item.status = 'PUBLISHED' and checklist.status = 'PUBLISHED'
       order by checklist.id, item.position, item.id limit ${ITEMS_MAX}`,
      [],
    );
  }
}
