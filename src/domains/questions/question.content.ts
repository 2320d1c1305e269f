import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput } from "../../kernel/errors.js";
import { User } from "../accounts/user.entity.js";
import type { ContentKind } from "../content/content.kind.js";
import { Answer } from "./answer.entity.js";
import { Category } from "./category.entity.js";
import { Question } from "./question.entity.js";
import { faultsOfRun } from "./problem-run.js";
import { QuestionKind, questionContent } from "./question.specs.js";
import { identified } from "./key-points.js";
import { indexQuestions } from "./search/question-index.js";
import { QuestionTag } from "./question-tag.entity.js";
import { Tag } from "./tag.entity.js";

/** How a question is edited and seeded. Its tags and answers are replaced as a whole; an unchanged answer keeps its author. */
export const questionKind: ContentKind<Question, typeof questionContent> = {
  name: "Question",
  entity: Question,
  spec: questionContent,
  find: (em, where) => em.find(Question, where, { populate: ["category", "tags.tag", "answers"] }),

  contentOf: (question) => ({
    category: question.category.unwrap().slug,
    kind: question.kind,
    difficulty: question.difficulty,
    title: question.title,
    tags: inOrder(question.tags.getItems()).map(({ tag }) => tag.unwrap().slug),
    keyPoints: question.keyPoints,
    links: question.links,
    citations: question.citations,
    answers: inOrder(question.answers.getItems()).map(({ short, explanation }) => ({ short, explanation })),
    problem: question.problem ?? undefined,
  }),

  async apply(em, question, { category, tags, answers, ...plain }, authorId) {
    question.category = await categoryOf(em, category);
    question.author ??= em.getReference(User, authorId, { wrapped: true });
    Object.assign(question, plain);
    await setTags(em, question, tags);
    setAnswers(em, question, answers, authorId);
  },

  completed(content, before) {
    const { kind, problem } = content;
    if (problem && kind !== QuestionKind.CODING)
      throw new InvalidInput("input.problem", "belongs to CODING questions.");
    const [fault] = problem ? faultsOfRun(problem.run) : [];
    if (fault) throw new InvalidInput(["input.problem.run", ...fault.path].join("."), fault.message);
    return { ...content, keyPoints: identified(content.keyPoints, before?.keyPoints) };
  },

  written: indexQuestions,
};

function inOrder<T extends { position: number }>(rows: T[]): T[] {
  return rows.sort((a, b) => a.position - b.position);
}

async function categoryOf(em: EntityManager, slug: string) {
  const category = await em.findOne(Category, { slug });
  if (!category) throw new InvalidInput("input.category", `there is no category ${slug}.`);
  return em.getReference(Category, category.id, { wrapped: true });
}

async function setTags(em: EntityManager, question: Question, slugs: string[]): Promise<void> {
  const found = new Map((await em.find(Tag, { slug: { $in: slugs } })).map((tag) => [tag.slug, tag]));
  const missing = slugs.findIndex((slug) => !found.has(slug));
  if (missing >= 0) throw new InvalidInput(`input.tags.${missing}`, `there is no tag ${slugs[missing]}.`);
  const kept = new Map(question.tags.getItems().map((tagging) => [tagging.tag.id, tagging]));
  const wanted = [...new Set(slugs)].map((slug, position) => {
    const tag = found.get(slug)!;
    const tagging = kept.get(tag.id) ?? em.create(QuestionTag, { question, tag, position });
    tagging.position = position;
    return tagging;
  });
  question.tags.set(wanted);
}

function setAnswers(
  em: EntityManager,
  question: Question,
  answers: { short: Answer["short"]; explanation: Answer["explanation"] }[],
  authorId: string,
) {
  const before = inOrder(question.answers.getItems());
  question.answers.set(
    answers.map(({ short, explanation }, position) => {
      const answer =
        before[position] ?? em.create(Answer, { question, position, short, explanation, author: authorId });
      if (
        answer.short.en !== short.en ||
        answer.short.zh !== short.zh ||
        answer.explanation.en !== explanation.en ||
        answer.explanation.zh !== explanation.zh
      ) {
        em.assign(answer, { short, explanation, author: authorId });
      }
      return answer;
    }),
  );
}
