import { comparisonsOf, type ComparedFact, type RuleCondition } from "../src/kernel/rules/condition.js";
import { truthOf, type Fact } from "../src/kernel/rules/truth.js";

/** How a fact that rules compare is given. */
export interface FactForm {
  kind: "YES_NO" | "CHOICE" | "CHOICES" | "NUMBER";
  options: readonly { value: string }[];
}

/** The operators that fit a kind of fact. */
const OPERATORS: Record<FactForm["kind"], readonly ComparedFact["operator"][]> = {
  YES_NO: ["=="],
  CHOICE: ["=="],
  CHOICES: ["in"],
  NUMBER: [">=", ">", "<"],
};

/** What is wrong with a condition over these facts, in words: it names or compares what cannot be, or never holds. `called` is what a fact is called. */
export function faultsOfCondition(when: RuleCondition, facts: ReadonlyMap<string, FactForm>, called: string): string[] {
  const compared = comparisonsOf(when);
  const misfits = compared.flatMap((comparison) => misfit(comparison, facts, called) ?? []);
  if (misfits.length > 0) return misfits;
  return satisfiable(when, compared, facts) ? [] : ["no answers whatever make it hold"];
}

function misfit(
  { fact: name, operator, value }: ComparedFact,
  facts: ReadonlyMap<string, FactForm>,
  called: string,
): string | undefined {
  const fact = facts.get(name);
  if (!fact) return `no ${called} is called "${name}"`;
  if (!OPERATORS[fact.kind].includes(operator)) return `"${name}" is ${fact.kind}, which ${operator} does not fit`;
  if (fact.kind === "YES_NO" && typeof value !== "boolean") return `"${name}" is compared with true or false`;
  if (fact.options.length > 0 && !fact.options.some((option) => option.value === value))
    return `"${name}" has no option ${String(value)}`;
  return undefined;
}

/** Tries every combination of the answers that the condition tells apart. */
function satisfiable(
  when: RuleCondition,
  compared: readonly ComparedFact[],
  facts: ReadonlyMap<string, FactForm>,
): boolean {
  const names = [...new Set(compared.map(({ fact }) => fact))];
  let combinations: Record<string, Fact>[] = [{}];
  for (const name of names) {
    const candidates = candidatesOf(
      facts.get(name)!,
      compared.filter(({ fact }) => fact === name),
    );
    combinations = combinations.flatMap((known) => candidates.map((answer) => ({ ...known, [name]: answer })));
  }
  return combinations.some((answers) => truthOf(when, answers) === true);
}

/** Rules have no negation: whoever ticks everything fulfils each `in`. */
function candidatesOf({ kind, options }: FactForm, compared: readonly ComparedFact[]): Fact[] {
  if (kind === "YES_NO") return [true, false];
  const values = options.map(({ value }) => value);
  if (kind === "CHOICE") return values;
  if (kind === "CHOICES") return [values];
  const limits = compared.map(({ value }) => Number(value));
  return limits.flatMap((limit) => [limit, limit * 2 + 1, Math.max(0, limit - 1)]);
}
