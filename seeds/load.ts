import { recipeCatalogue } from "../src/domains/training/recipes/recipe-catalogue.js";
import { badAdviceRules, unevenModels } from "./advice-checks.js";
import { badCitations, badRuns, brokenLinks, linksAt, repeatedTexts, takenItemSlugs, type Link } from "./checks.js";
import { readFolder, readList, slugOf, type Entry, type Shelf } from "./entries.js";
import { InvalidPacks, type Fault } from "./faults.js";
import { adviceRule, type AdviceRule } from "./format/advice.js";
import { businessModel, type BusinessModel } from "./format/business-model.js";
import { challengeArea, type ChallengeArea } from "./format/challenge-area.js";
import { checklist, type Checklist } from "./format/checklist.js";
import { framework, type Framework } from "./format/framework.js";
import { label, question, type Label, type Question } from "./format/question.js";
import { scopingQuestion, scopingRule, type ScopingQuestion, type ScopingRule } from "./format/scoping.js";
import { badRules, unreachableItems } from "./scoping-checks.js";
import { talentRole, type TalentRole } from "./format/talent-role.js";

/** The whole content of the product, valid and consistent. Lists are in the order of their file, or of their file names. */
export interface Packs {
  frameworks: Framework[];
  checklists: Checklist[];
  scopingQuestions: ScopingQuestion[];
  scopingRules: ScopingRule[];
  talentRoles: TalentRole[];
  businessModels: BusinessModel[];
  adviceRules: AdviceRule[];
  questionCategories: Label[];
  tags: Label[];
  questions: Question[];
  challengeAreas: ChallengeArea[];
}

type Shelves = { [Kind in keyof Packs]: Shelf<Packs[Kind][number]> };

/**
 * Reads and checks the content packs in `folder`; `recipes` are the ids that questions may link to, by default all that exist.
 * Throws one InvalidPacks that lists every fault of every file.
 */
export async function loadPacks(
  folder: string,
  recipes: Iterable<string> = recipeCatalogue().map(({ id }) => id),
): Promise<Packs> {
  const shelves: Shelves = {
    frameworks: await readFolder(folder, "frameworks", ".yaml", framework),
    checklists: await readFolder(folder, "checklists", ".yaml", checklist),
    scopingQuestions: await readList(folder, "scoping-questions.yaml", scopingQuestion),
    scopingRules: await readList(folder, "scoping-rules.yaml", scopingRule),
    talentRoles: await readList(folder, "talent-roles.yaml", talentRole),
    businessModels: await readFolder(folder, "business-models", ".yaml", businessModel),
    adviceRules: await readList(folder, "advice-rules.yaml", adviceRule),
    questionCategories: await readList(folder, "question-categories.yaml", label),
    tags: await readList(folder, "tags.yaml", label),
    questions: await readFolder(folder, "questions", ".md", question),
    challengeAreas: await readList(folder, "challenge-areas.yaml", challengeArea),
  };
  const adviceGround = {
    businessModels: shelves.businessModels.entries,
    businessModelSlugs: shelves.businessModels.slugs,
    roleSlugs: shelves.talentRoles.slugs,
  };
  const everything = Object.values(shelves).flatMap((shelf): Entry<unknown>[] => shelf.entries);
  const faults = [
    ...Object.values(shelves).flatMap((shelf) => shelf.faults),
    ...linkFaults(shelves, new Set(recipes)),
    ...shelves.checklists.entries.flatMap((entry) =>
      badCitations(entry, shelves.frameworks.entries, shelves.frameworks.slugs),
    ),
    ...takenItemSlugs(shelves.checklists.entries),
    ...badRules(shelves.scopingRules.entries, {
      questions: shelves.scopingQuestions.entries,
      frameworks: shelves.frameworks.entries,
      frameworkSlugs: shelves.frameworks.slugs,
      itemSlugs: itemSlugs(shelves.checklists),
    }),
    ...unreachableItems(shelves.checklists.entries, shelves.scopingRules.entries),
    ...badAdviceRules(shelves.adviceRules.entries, adviceGround),
    ...(shelves.adviceRules.faults.length > 0 ? [] : unevenModels(adviceGround, shelves.adviceRules.entries)),
    ...shelves.questions.entries.flatMap(badRuns),
    ...repeatedTexts(everything),
  ];
  if (faults.length > 0) throw new InvalidPacks(faults);
  const values = <T>({ entries }: Shelf<T>): T[] => entries.map(({ value }) => value);
  return {
    frameworks: values(shelves.frameworks),
    checklists: values(shelves.checklists),
    scopingQuestions: values(shelves.scopingQuestions),
    scopingRules: values(shelves.scopingRules),
    talentRoles: values(shelves.talentRoles),
    businessModels: values(shelves.businessModels),
    adviceRules: values(shelves.adviceRules),
    questionCategories: values(shelves.questionCategories),
    tags: values(shelves.tags),
    questions: values(shelves.questions),
    challengeAreas: values(shelves.challengeAreas),
  };
}

function linkFaults(shelves: Shelves, recipes: ReadonlySet<string>): Fault[] {
  const targets = {
    recipe: recipes,
    category: shelves.questionCategories.slugs,
    tag: shelves.tags.slugs,
    question: shelves.questions.slugs,
    "business model": shelves.businessModels.slugs,
    checklist: shelves.checklists.slugs,
    "checklist item": itemSlugs(shelves.checklists),
    "talent role": shelves.talentRoles.slugs,
  };
  const check = <T>(shelf: Shelf<T>, kind: keyof typeof targets, links: (value: T) => Link[]) =>
    shelf.entries.flatMap((entry) => brokenLinks(entry, links(entry.value), kind, targets[kind]));
  const { businessModels, questions, challengeAreas } = shelves;
  return [
    ...check(businessModels, "talent role", (model) => linksAt(["talentRoles"], model.talentRoles)),
    ...check(businessModels, "checklist", (model) => linksAt(["checklists"], model.checklists)),
    ...check(questions, "category", ({ category }) => [{ path: ["category"], slug: category }]),
    ...check(questions, "tag", ({ tags }) => linksAt(["tags"], tags)),
    ...check(questions, "recipe", ({ links }) => linksAt(["links", "recipes"], links.recipes)),
    ...check(questions, "business model", ({ links }) => linksAt(["links", "businessModels"], links.businessModels)),
    ...check(questions, "checklist item", ({ links }) => linksAt(["links", "checklistItems"], links.checklistItems)),
    ...check(questions, "talent role", ({ links }) => linksAt(["links", "talentRoles"], links.talentRoles)),
    ...check(challengeAreas, "question", ({ links }) => linksAt(["links", "questions"], links.questions)),
    ...check(challengeAreas, "business model", ({ links }) =>
      linksAt(["links", "businessModels"], links.businessModels),
    ),
    ...check(challengeAreas, "checklist", ({ links }) => linksAt(["links", "checklists"], links.checklists)),
    ...check(challengeAreas, "talent role", ({ links }) => linksAt(["links", "talentRoles"], links.talentRoles)),
  ];
}

/** Also those of checklists with faults. */
function itemSlugs(checklists: Shelf<Checklist>): Set<string> {
  const items = checklists.raw.flatMap((raw) => {
    const inner = (raw as { items?: unknown } | null | undefined)?.items;
    return Array.isArray(inner) ? (inner as unknown[]) : [];
  });
  return new Set(items.map(slugOf).filter((slug) => slug !== undefined));
}
