import { REDUCTIONS, type Expression, type Reduction } from "./expression.js";

/** A number may bear a unit: `3600[gpuSecond/gpuHour]`. */
const TOKEN = /\s*(?:(\d+(?:\.\d+)?)(?:\[([\w/*]+)\])?|([A-Za-z]\w*)|([-+*/(),]))/y;

interface Token {
  text: string;
  unit?: string;
  kind: "number" | "name" | "sign" | "end";
}

/**
 * Reads a formula such as `previous(customers, openingCustomers) * (1 - churn) + newCustomers`. Formulas are the product's own
 * data; a faulty one throws when the program starts.
 */
export function parseFormula(text: string): Expression {
  const tokens = tokensOf(text);
  let at = 0;
  const next = () => tokens[at];
  const take = (expected?: string): Token => {
    const token = tokens[at];
    if (expected !== undefined && token.text !== expected)
      throw new Error(`${text}: ${expected} is expected, not ${token.text || "the end"}`);
    at += 1;
    return token;
  };

  const sum = (): Expression => {
    let left = product();
    for (;;) {
      const { text: sign } = next();
      if (sign !== "+" && sign !== "-") return left;
      take();
      left = { op: sign === "+" ? "add" : "subtract", left, right: product() };
    }
  };
  const product = (): Expression => {
    let left = factor();
    for (;;) {
      const { text: sign } = next();
      if (sign !== "*" && sign !== "/") return left;
      take();
      left = { op: sign === "*" ? "multiply" : "divide", left, right: factor() };
    }
  };
  const factor = (): Expression => {
    const token = take();
    if (token.kind === "number") return { op: "number", value: token.text, unit: token.unit ?? "1" };
    if (token.text === "(") {
      const inner = sum();
      take(")");
      return inner;
    }
    if (token.kind !== "name") throw new Error(`${text}: ${token.text || "the end"} stands where a value is expected`);
    return next().text === "(" ? call(token.text) : { op: "name", name: token.text };
  };
  const call = (name: string): Expression => {
    take("(");
    const series = () => {
      const token = take();
      if (token.kind !== "name") throw new Error(`${text}: ${name} takes a name first`);
      return token.text;
    };
    const following = () => (take(","), sum());
    const result = ((): Expression => {
      if (REDUCTIONS.includes(name)) return { op: name as Reduction, name: series() };
      if (name === "previous") return { op: "previous", name: series(), first: following() };
      if (name === "delayed") return { op: "delayed", name: series(), months: following() };
      if (name === "min") return { op: "least", left: sum(), right: following() };
      if (name === "max") return { op: "greatest", left: sum(), right: following() };
      if (name === "ratio") return { op: "ratio", left: sum(), right: following(), otherwise: following() };
      throw new Error(`${text}: there is no function ${name}`);
    })();
    take(")");
    return result;
  };

  const expression = sum();
  if (next().kind !== "end") throw new Error(`${text}: ${next().text} stands after the end`);
  return expression;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new Error(`${text}: cannot be read from "${text.slice(from)}"`);
    const [, number, unit, name, sign] = match;
    tokens.push({ text: number ?? name ?? sign, unit, kind: number ? "number" : name ? "name" : "sign" });
  }
  return [...tokens, { text: "", kind: "end" }];
}
