import { MeasuredFigure } from "../../../training/costs/measured-run.specs.js";
import { type FormulaSpec, type TemplatePart, Topic } from "../engine/template.js";
import { type Earning, formula, inputsOf, MONEY_MAX, money } from "./part.js";

const overhead = inputsOf(Topic.OVERHEAD);
const compute = inputsOf(Topic.COMPUTE);
const cash = inputsOf(Topic.CASH);
const DAYS = ["30", "0", "360"] as const;

/** What is left of what comes in, and how much cash there is when. Taxes are left out: rates differ, and a start-up pays none while it loses. */
export function results(earnings: readonly Earning[]): TemplatePart {
  const sumOf = (suffix: string) => earnings.map(({ name }) => `${name}${suffix}`).join(" + ");
  return {
    inputs: [
      compute("trainingRunCost", "money/run", money("2000"), "Cost of one training run", "单次训练成本", [
        MeasuredFigure.COST,
      ]),
      compute("trainingRuns", "run", ["1", "0", "100000"], "Training runs in a month", "每月训练次数"),
      overhead(
        "overhead",
        "money",
        money("8000"),
        "Other costs (office, tools, insurance, compliance)",
        "其他费用（办公、工具、保险、合规）",
      ),
      cash("openingCash", "money", ["500000", `-${MONEY_MAX}`, MONEY_MAX], "Cash at the start", "期初现金"),
      cash("funding", "money", money("0"), "Cash from investors, grants and loans", "融资、补助与借款流入"),
      cash("receivableDays", "day", DAYS, "Days until customers pay", "客户付款周期（天）"),
      cash("payableDays", "day", DAYS, "Days until suppliers are paid", "供应商付款周期（天）"),
    ],
    formulas: [
      formula("revenue", "money", sumOf("Revenue"), "Revenue", "收入"),
      formula("costOfRevenue", "money", `${sumOf("Cost")} + deliveryPayroll`, "Cost of revenue", "营业成本"),
      formula("grossMargin", "money", "revenue - costOfRevenue", "Gross margin", "毛利"),
      formula("grossMarginShare", "1", "grossMargin / revenue", "Gross margin, as a share of revenue", "毛利率"),
      formula(
        "contribution",
        "money",
        "grossMargin - acquisitionSpend",
        "Contribution: gross margin after acquisition",
        "边际贡献（毛利减获客支出）",
      ),
      formula("research", "money", "trainingRunCost * trainingRuns", "Cost of training", "训练成本"),
      formula(
        "operatingResult",
        "money",
        "contribution - (payroll - deliveryPayroll) - research - overhead",
        "Operating result before taxes",
        "税前经营利润",
      ),
      formula(
        "marginPerCustomer",
        "money/customer",
        "grossMargin / customers",
        "Gross margin of a customer in a month",
        "单客户月毛利",
      ),
      formula("lifetimeMonths", "month", "1[month] / churn", "Months that a customer stays", "客户生命周期（月）"),
      formula(
        "ltv",
        "money/customer",
        "marginPerCustomer / churn",
        "Lifetime value of a customer (LTV)",
        "客户终身价值（LTV）",
      ),
      formula("ltvToCac", "1", "ltv / cac", "Lifetime value to acquisition cost", "LTV 与 CAC 之比"),
      formula(
        "payback",
        "month",
        "cac / max(marginPerCustomer, 0) * 1[month]",
        "Months until a customer has paid back the acquisition",
        "获客回本周期（月）",
      ),
      formula(
        "purchases",
        "money",
        "costOfRevenue - deliveryPayroll + acquisitionSpend + research + overhead",
        "What is bought of suppliers",
        "对外采购额",
      ),
      formula(
        "receipts",
        "money",
        "delayed(revenue, receivableDays / 30[day/month])",
        "Cash from customers",
        "客户回款",
      ),
      formula(
        "payments",
        "money",
        "delayed(purchases, payableDays / 30[day/month])",
        "Cash to suppliers",
        "供应商付款",
      ),
      formula(
        "receivables",
        "money",
        "previous(receivables, 0) + revenue - receipts",
        "What customers owe",
        "应收账款",
      ),
      formula(
        "payables",
        "money",
        "previous(payables, 0) + purchases - payments",
        "What suppliers are owed",
        "应付账款",
      ),
      formula(
        "operatingCashFlow",
        "money",
        "receipts - payments - payroll",
        "Cash flow before funding",
        "融资前现金流",
      ),
      formula("netCashFlow", "money", "operatingCashFlow + funding", "Cash flow", "净现金流"),
      formula("cash", "money", "previous(cash, openingCash) + netCashFlow", "Cash at the end of the month", "月末现金"),
      formula("burn", "money", "max(0 - operatingCashFlow, 0)", "Burn: cash used before funding", "现金消耗（融资前）"),
      formula(
        "runway",
        "month",
        "max(cash, 0) / burn * 1[month]",
        "Months that the cash lasts at this month's burn",
        "按当月消耗计算的现金可维持月数",
      ),
    ],
  };
}

/** The numbers over all months. */
export const FIGURES: readonly FormulaSpec[] = [
  formula("totalRevenue", "money", "total(revenue)", "Revenue of all months", "总收入"),
  formula("totalGrossMargin", "money", "total(grossMargin)", "Gross margin of all months", "总毛利"),
  formula(
    "totalGrossMarginShare",
    "1",
    "totalGrossMargin / totalRevenue",
    "Gross margin, as a share of revenue",
    "综合毛利率",
  ),
  formula("totalContribution", "money", "total(contribution)", "Contribution of all months", "总边际贡献"),
  formula(
    "totalOperatingResult",
    "money",
    "total(operatingResult)",
    "Operating result of all months, before taxes",
    "税前经营利润合计",
  ),
  formula(
    "meanCac",
    "money/customer",
    "total(acquisitionSpend) / total(newCustomers)",
    "Acquisition cost of a customer",
    "平均获客成本",
  ),
  formula(
    "finalLtv",
    "money/customer",
    "final(ltv)",
    "Lifetime value of a customer in the last month",
    "期末客户终身价值",
  ),
  formula("finalLtvToCac", "1", "finalLtv / meanCac", "Lifetime value to acquisition cost", "LTV 与 CAC 之比"),
  formula(
    "finalPayback",
    "month",
    "final(payback)",
    "Months until an acquisition is paid back, in the last month",
    "期末获客回本周期（月）",
  ),
  formula("finalCustomers", "customer", "final(customers)", "Customers in the end", "期末客户数"),
  formula("finalCash", "money", "final(cash)", "Cash in the end", "期末现金"),
  formula("lowestCash", "money", "lowest(cash)", "The least cash of any month's end", "现金最低点"),
  formula("capitalNeed", "money", "max(0 - lowestCash, 0)", "Cash that is missing at the worst moment", "最大资金缺口"),
  formula(
    "breakEvenMonth",
    "month",
    "lastingFrom(operatingResult)",
    "First month from which on there is no loss",
    "盈亏平衡月（此后不再亏损）",
  ),
  formula("cashOutMonth", "month", "firstBelow(cash)", "First month that ends without cash", "现金耗尽月"),
  formula(
    "runwayMonths",
    "month",
    "cashOutMonth - 1[month]",
    "Whole months that the cash lasts; none where it lasts throughout",
    "现金可维持整月数（全程充足则无）",
  ),
];
