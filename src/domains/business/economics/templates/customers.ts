import { type TemplatePart, Topic } from "../engine/template.js";
import { count, formula, inputsOf, money, share } from "./part.js";

const CHANNELS = [
  { name: "advertising", en: "advertising", zh: "广告投放", spend: "20000", lead: "80", conversion: "0.05" },
  { name: "sales", en: "direct sales", zh: "直销", spend: "15000", lead: "300", conversion: "0.12" },
  { name: "partners", en: "partners", zh: "合作伙伴", spend: "5000", lead: "150", conversion: "0.10" },
] as const;

const input = inputsOf(Topic.CUSTOMERS);
const sumOver = (suffix: string) => CHANNELS.map(({ name }) => `${name}${suffix}`).join(" + ");

/** Who comes, by which channel and at what cost, and who leaves. */
export const customers: TemplatePart = {
  inputs: [
    input("openingCustomers", "customer", count("10"), "Customers at the start", "期初客户数"),
    input("churn", "1", share("0.03"), "Share of customers who leave in a month", "月客户流失率"),
    input("organicCustomers", "customer", count("2"), "New customers without paid acquisition", "自然新增客户数"),
    ...CHANNELS.flatMap(({ name, en, zh, spend, lead, conversion }) => [
      input(`${name}Spend`, "money", money(spend), `Spending on ${en}`, `${zh}支出`),
      input(
        `${name}LeadCost`,
        "money/lead",
        [lead, "0.01", "1000000000"],
        `Cost of a lead from ${en}`,
        `${zh}单条线索成本`,
      ),
      input(
        `${name}Conversion`,
        "customer/lead",
        share(conversion),
        `Share of leads from ${en} who become customers`,
        `${zh}线索转化率`,
      ),
    ]),
  ],
  formulas: [
    ...CHANNELS.flatMap(({ name, en, zh }) => [
      formula(
        `${name}Customers`,
        "customer",
        `${name}Spend / ${name}LeadCost * ${name}Conversion`,
        `New customers from ${en}`,
        `${zh}新增客户数`,
      ),
      formula(
        `${name}Cac`,
        "money/customer",
        `${name}LeadCost / ${name}Conversion`,
        `Acquisition cost of a customer from ${en}`,
        `${zh}获客成本`,
      ),
    ]),
    formula("acquisitionSpend", "money", sumOver("Spend"), "Spending on acquisition", "获客支出"),
    formula("newCustomers", "customer", `${sumOver("Customers")} + organicCustomers`, "New customers", "新增客户数"),
    formula(
      "lostCustomers",
      "customer",
      "previous(customers, openingCustomers) * churn",
      "Customers lost",
      "流失客户数",
    ),
    formula(
      "customers",
      "customer",
      "previous(customers, openingCustomers) - lostCustomers + newCustomers",
      "Customers at the end of the month",
      "月末客户数",
    ),
    formula(
      "cac",
      "money/customer",
      "acquisitionSpend / newCustomers",
      "Customer acquisition cost (CAC)",
      "获客成本（CAC）",
    ),
  ],
};
