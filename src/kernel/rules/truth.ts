import { LogicEngine } from "json-logic-engine";
import type { RuleCondition } from "./condition.js";

/** What is known of something: an option, several, yes or no, or a number. */
export type Fact = string | string[] | boolean | number;

/** Facts by their names; what is not there is not known. */
export type Facts = Readonly<Record<string, Fact>>;

/** Of a condition: it holds, it does not, or that cannot be told while a fact is missing. */
export type Truth = boolean | null;

type Known = Fact | null;

/** Compares once the fact is known, and else leaves it open. */
function whenKnown<L extends Known, R extends Known>(compare: (left: L, right: R) => boolean) {
  return ([left, right]: [L, R]): Truth => (left === null || right === null ? null : compare(left, right));
}

/**
 * JsonLogic under Kleene's logic of three values (Introduction to Metamathematics, 1952, section 64): a fact that is not
 * known decides nothing, unless the others decide without it. The engine knows these operators and no others.
 */
const engine = new LogicEngine({
  var: (name: string, facts: Facts): Known => (Object.hasOwn(facts, name) ? facts[name] : null),
  and: (parts: Truth[]): Truth => (parts.includes(false) ? false : parts.includes(null) ? null : true),
  or: (parts: Truth[]): Truth => (parts.includes(true) ? true : parts.includes(null) ? null : false),
  "==": whenKnown((fact, value) => fact === value),
  ">=": whenKnown((fact: number, least: number) => fact >= least),
  ">": whenKnown((fact: number, limit: number) => fact > limit),
  "<": whenKnown((fact: number, limit: number) => fact < limit),
  in: whenKnown((option: string, chosen: string[]) => chosen.includes(option)),
});

/** Whether a condition holds for what is known. */
export function truthOf(condition: RuleCondition, facts: Facts): Truth {
  return engine.run(condition, facts) as Truth;
}
