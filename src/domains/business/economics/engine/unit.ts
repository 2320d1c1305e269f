import type { Expression } from "./expression.js";

/** Powers of the things that are counted: `money/customer` is `{ money: 1, customer: -1 }`; shares have none. */
type Dimensions = Readonly<Record<string, number>>;

const MONTH: Dimensions = { month: 1 };

/** Reads a unit such as `money/customer`, `token/gpuSecond` or `1`. */
function dimensionsOf(unit: string): Dimensions {
  const [over, ...under] = unit.split("/");
  const found: Record<string, number> = {};
  for (const part of over.split("*")) if (part !== "1") found[part] = (found[part] ?? 0) + 1;
  for (const part of under) found[part] = (found[part] ?? 0) - 1;
  return cleared(found);
}

function cleared(dimensions: Dimensions): Dimensions {
  return Object.fromEntries(Object.entries(dimensions).filter(([, power]) => power !== 0));
}

function same(a: Dimensions, b: Dimensions): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (a[name] ?? 0) === (b[name] ?? 0));
}

function times(a: Dimensions, b: Dimensions, sign: 1 | -1): Dimensions {
  const found: Record<string, number> = { ...a };
  for (const [name, power] of Object.entries(b)) found[name] = (found[name] ?? 0) + sign * power;
  return cleared(found);
}

/** Zero fits every unit: it is what something that does not happen amounts to. */
function isZero(expression: Expression): boolean {
  return expression.op === "number" && Number(expression.value) === 0;
}

/** Whether a formula's text yields its unit, given the units of what it names. Throws an Error that says where units clash. */
export function requireUnit(expression: Expression, unit: string, unitOf: (name: string) => string): void {
  const found = measure(expression, unitOf);
  if (!isZero(expression) && !same(found, dimensionsOf(unit)))
    throw new Error(`is in ${JSON.stringify(found)}, and not in ${unit}`);
}

function measure(expression: Expression, unitOf: (name: string) => string): Dimensions {
  const of = (part: Expression) => measure(part, unitOf);
  const alike = (left: Expression, right: Expression): Dimensions => {
    const [first, second] = [of(left), of(right)];
    if (isZero(left)) return second;
    if (!isZero(right) && !same(first, second))
      throw new Error(`combines ${JSON.stringify(first)} with ${JSON.stringify(second)}`);
    return first;
  };
  switch (expression.op) {
    case "number":
      return dimensionsOf(expression.unit);
    case "name":
      return dimensionsOf(unitOf(expression.name));
    case "previous":
      return alike({ op: "name", name: expression.name }, expression.first);
    case "delayed":
      if (!same(of(expression.months), MONTH)) throw new Error("is delayed by something else than months");
      return dimensionsOf(unitOf(expression.name));
    case "multiply":
    case "divide":
      return times(of(expression.left), of(expression.right), expression.op === "multiply" ? 1 : -1);
    case "ratio": {
      const found = times(of(expression.left), of(expression.right), -1);
      if (!isZero(expression.otherwise) && !same(found, of(expression.otherwise)))
        throw new Error("has another unit where it is divided by zero");
      return found;
    }
    case "add":
    case "subtract":
    case "least":
    case "greatest":
      return alike(expression.left, expression.right);
    case "lastingFrom":
    case "firstBelow":
      return MONTH;
    default:
      return dimensionsOf(unitOf(expression.name));
  }
}
