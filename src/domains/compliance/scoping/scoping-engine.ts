import { LogicEngine } from "json-logic-engine";
import type { ScopingCondition } from "./scoping-condition.js";

/** What somebody answered: an option, several, yes or no, or a number. */
export type ScopingAnswer = string | string[] | boolean | number;

/** Answers by the slug of their question; what is not there is not known. */
export type ScopingAnswers = Readonly<Record<string, ScopingAnswer>>;

/** Of a condition: it holds, it does not, or that cannot be told while an answer is missing. */
export type Truth = boolean | null;

type Known = ScopingAnswer | null;

/** Compares once the answer is known, and else leaves it open. */
function whenKnown<L extends Known, R extends Known>(compare: (left: L, right: R) => boolean) {
  return ([left, right]: [L, R]): Truth => (left === null || right === null ? null : compare(left, right));
}

/**
 * JsonLogic under Kleene's logic of three values (Introduction to Metamathematics, 1952, section 64): an answer that is not
 * known decides nothing, unless the others decide without it. The engine knows these operators and no others.
 */
const engine = new LogicEngine({
  var: (question: string, answers: ScopingAnswers): Known =>
    Object.hasOwn(answers, question) ? answers[question] : null,
  and: (parts: Truth[]): Truth => (parts.includes(false) ? false : parts.includes(null) ? null : true),
  or: (parts: Truth[]): Truth => (parts.includes(true) ? true : parts.includes(null) ? null : false),
  "==": whenKnown((answer, value) => answer === value),
  ">=": whenKnown((answer: number, least: number) => answer >= least),
  ">": whenKnown((answer: number, limit: number) => answer > limit),
  "<": whenKnown((answer: number, limit: number) => answer < limit),
  in: whenKnown((option: string, chosen: string[]) => chosen.includes(option)),
});

/** Whether a condition holds for what is known. */
export function truthOf(condition: ScopingCondition, answers: ScopingAnswers): Truth {
  return engine.run(condition, answers) as Truth;
}
