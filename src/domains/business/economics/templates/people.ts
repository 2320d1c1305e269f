import { type TemplatePart, Topic } from "../engine/template.js";
import { count, formula, inputsOf, money, share } from "./part.js";

/** The six roles of the catalogue. */
const ROLES = [
  { name: "aiResearcher", en: "AI researchers", zh: "AI 研究员", heads: "1", salary: "12000" },
  { name: "dataScientist", en: "data scientists", zh: "数据科学家", heads: "1", salary: "9000" },
  { name: "algorithmEngineer", en: "algorithm engineers", zh: "算法工程师", heads: "1", salary: "10000" },
  { name: "softwareEngineer", en: "software engineers", zh: "软件工程师", heads: "2", salary: "8500" },
  { name: "productManager", en: "product managers", zh: "产品经理", heads: "1", salary: "8000" },
  { name: "operationsEngineer", en: "operations engineers", zh: "运维工程师", heads: "1", salary: "7500" },
] as const;

const input = inputsOf(Topic.PEOPLE);

/** Who works here and what that costs. */
export const people: TemplatePart = {
  inputs: [
    ...ROLES.flatMap(({ name, en, zh, heads, salary }) => [
      input(`${name}Heads`, "person", count(heads), `Number of ${en}`, `${zh}人数`),
      input(`${name}Salary`, "money/person", money(salary), `Monthly pay of ${en}, each`, `${zh}人均月薪`),
    ]),
    input(
      "payrollCharges",
      "1",
      ["0.3", "0", "3"],
      "Charges on top of pay (social insurance and the like), as a share of pay",
      "薪酬附加成本占比（社保、公积金等）",
    ),
    input(
      "deliveryShare",
      "1",
      share("0.1"),
      "Share of the payroll that delivers to customers",
      "交付人力占薪酬的比例",
    ),
  ],
  formulas: [
    ...ROLES.map(({ name, en, zh }) =>
      formula(
        `${name}Payroll`,
        "money",
        `${name}Heads * ${name}Salary * (1 + payrollCharges)`,
        `Payroll of ${en}`,
        `${zh}薪酬成本`,
      ),
    ),
    formula("headcount", "person", ROLES.map(({ name }) => `${name}Heads`).join(" + "), "People in all", "总人数"),
    formula("payroll", "money", ROLES.map(({ name }) => `${name}Payroll`).join(" + "), "Payroll", "薪酬总成本"),
    formula("deliveryPayroll", "money", "payroll * deliveryShare", "Payroll of delivery", "交付人力成本"),
  ],
};
