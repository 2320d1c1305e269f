import type { EntityManager } from "@mikro-orm/postgresql";
import type { NodeReaders } from "../../kernel/read/nodes.js";
import type { Reader } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import { ContentReader } from "../content/content.reader.js";
import { ContentService } from "../content/content.service.js";
import type { ContentWriter, SeedChange, SeedEntry } from "../content/content.writer.js";
import { seedCategories, seedTags, type Label } from "./labels.js";
import { questionKind } from "./question.content.js";
import { AnswerScoring } from "./scoring/answer-scoring.js";
import { forgetIndex, indexRemaining } from "./search/question-index.js";
import { QuestionSearch } from "./search/question-search.js";
import { answerView, categoryView, questionView, tagView } from "./questions.views.js";

/** What the packs hold of this domain. */
export interface QuestionPacks {
  categories: Label[];
  tags: Label[];
  questions: SeedEntry[];
}

/** The question bank. */
export class QuestionsService {
  readonly bank;
  readonly search: QuestionSearch;
  readonly scoring: AnswerScoring;
  readonly nodes: NodeReaders<Viewer>;

  constructor(
    reader: Reader,
    private readonly writer: ContentWriter,
  ) {
    this.bank = new ContentService(questionKind, questionView, reader, writer);
    this.search = new QuestionSearch(reader);
    this.scoring = new AnswerScoring(reader);
    this.nodes = {
      Question: this.bank,
      QuestionCategory: new ContentReader(categoryView, reader),
      Tag: new ContentReader(tagView, reader),
      Answer: new ContentReader(answerView, reader),
    };
  }

  /** Brings the bank to what the packs say, in the caller's transaction, and makes all of it findable. */
  async seed(
    em: EntityManager,
    editorId: string,
    { categories, tags, questions }: QuestionPacks,
  ): Promise<SeedChange[]> {
    const labels = [...(await seedCategories(em, categories)), ...(await seedTags(em, tags))];
    const changes = await this.writer.seed(em, questionKind, editorId, questions);
    if (labels.some(({ outcome }) => outcome === "updated")) await forgetIndex(em);
    await indexRemaining(em);
    return [...labels, ...changes];
  }
}
