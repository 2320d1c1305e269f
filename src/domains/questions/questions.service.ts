import type { EntityManager } from "@mikro-orm/postgresql";
import type { GraphQLResolveInfo } from "graphql";
import { newId } from "../../kernel/ids.js";
import type { Localized } from "../../kernel/localized.js";
import type { PageArguments } from "../../kernel/paging.js";
import {
  allOf,
  byCreation,
  contains,
  has,
  hasId,
  type Condition,
  type Connection,
  type Reader,
  type Row,
} from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import type { ContentWriter } from "../content/content.writer.js";
import { Category } from "./category.entity.js";
import { questionKind } from "./question.content.js";
import type { Difficulty, QuestionContentInput, QuestionKind, QuestionStatus } from "./question.specs.js";
import { Tag } from "./tag.entity.js";
import { visibleQuestions } from "./questions.policy.js";
import { questionShape } from "./questions.shapes.js";

/** What a list of questions may be narrowed to; all that is given must hold. */
export interface QuestionCriteria {
  category?: string | null;
  tags?: string[] | null;
  difficulty?: Difficulty | null;
  kind?: QuestionKind | null;
  status?: QuestionStatus | null;
  title?: string | null;
}

/** A category or a tag, as the seeds name it. */
export interface Label {
  slug: string;
  name: Localized;
}

/** Reading and editing the question bank. Editing is for administrators. */
export class QuestionsService {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly writer: ContentWriter,
  ) {}

  list(viewer: Viewer, criteria: QuestionCriteria, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    return this.reader.page(
      questionShape,
      allOf(visibleQuestions(viewer), ...conditionsOf(criteria)),
      byCreation,
      page,
      info,
    );
  }

  readBySlug(viewer: Viewer, slug: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(questionShape, allOf(has("slug", slug), visibleQuestions(viewer)), info);
  }

  read(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(questionShape, allOf(hasId(id), visibleQuestions(viewer)), info);
  }

  create(viewer: Viewer, slug: string, input: QuestionContentInput): Promise<string> {
    viewer.require("content:edit");
    return this.writer.create(questionKind, viewer.userId, slug, input);
  }

  update(
    viewer: Viewer,
    id: string,
    changes: Partial<QuestionContentInput>,
    expectedRevision?: number | null,
  ): Promise<void> {
    viewer.require("content:edit");
    return this.writer.update(questionKind, viewer.userId, id, changes, expectedRevision);
  }

  archive(viewer: Viewer, id: string): Promise<void> {
    viewer.require("content:edit");
    return this.writer.archive(questionKind, viewer.userId, id);
  }

  /** Makes sure that these categories and tags are there, named so. For the seeder. */
  async ensureLabels(categories: Label[], tags: Label[]): Promise<void> {
    const em = this.em.fork();
    await em.upsertMany(
      Category,
      categories.map((label, position) => ({ id: newId(), ...label, position })),
      { onConflictFields: ["slug"], onConflictMergeFields: ["name", "position"] },
    );
    await em.upsertMany(
      Tag,
      tags.map((label) => ({ id: newId(), ...label })),
      { onConflictFields: ["slug"], onConflictMergeFields: ["name"] },
    );
  }
}

function conditionsOf({
  category,
  tags,
  difficulty,
  kind,
  status,
  title,
}: QuestionCriteria): (Condition | undefined)[] {
  return [
    has("difficulty", difficulty),
    has("kind", kind),
    has("status", status),
    contains("title", title),
    category == null
      ? undefined
      : (row, statement) =>
          `${row}.category_id = (select id from question_category where slug = ${statement.value(category)})`,
    ...(tags ?? []).map<Condition>(
      (tag) => (row, statement) =>
        `exists (select from question_tag l join tag t on t.id = l.tag_id
          where l.question_id = ${row}.id and t.slug = ${statement.value(tag)})`,
    ),
  ];
}
