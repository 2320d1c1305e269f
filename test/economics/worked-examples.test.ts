import { describe, expect, test } from "@jest/globals";
import { figureOf, monthsOf, outcomeOf, quiet } from "./models.js";

describe("a metered API, computed by hand", () => {
  // One customer, 1,000,000 requests of 1,000 input tokens (a fifth cached) and 500 output tokens.
  const SAID = {
    ...quiet("api-service"),
    ...{ openingCustomers: "1", requestsPerCustomer: "1000000" },
    ...{ inputTokensPerRequest: "1000", outputTokensPerRequest: "500", cachedShare: "0.2" },
    ...{ inputPrice: "2", cachedPrice: "0.5", outputPrice: "8" },
    ...{ tierOneTokens: "500000000", tierTwoTokens: "500000000", tierTwoFactor: "0.9", tierThreeFactor: "0.8" },
    ...{ inputTokensPerGpuSecond: "4000", outputTokensPerGpuSecond: "500", utilisation: "0.5" },
    ...{ reservedGpus: "1", reservedPrice: "2", spotPrice: "3" },
  };
  const outcome = outcomeOf("api-service", SAID, { months: 2 });

  test("counts tokens: 10^9 in, 2×10^8 of them cached, 5×10^8 out", () => {
    expect(monthsOf(outcome, "cachedTokens")).toEqual([2e8, 2e8]);
    expect(monthsOf(outcome, "freshTokens")).toEqual([8e8, 8e8]);
    expect(monthsOf(outcome, "outputTokens")).toEqual([5e8, 5e8]);
  });

  test("prices 1.5×10^9 tokens in three tiers: (0.5 + 0.5×0.9 + 0.5×0.8) / 1.5 = 0.9 of the list price", () => {
    expect(monthsOf(outcome, "tierFactor")).toEqual([0.9, 0.9]);
    // 800 × 2 + 200 × 0.5 + 500 × 8 = 5,700 at list prices, times 0.9.
    expect(monthsOf(outcome, "apiRevenue")).toEqual([5130, 5130]);
  });

  test("turns tokens into GPU-hours: (8×10^8/4,000 + 5×10^8/500) s / 3,600 / 0.5 = 666.67 h, less than 730 reserved", () => {
    expect(monthsOf(outcome, "gpuHours")[0]).toBeCloseTo(666.6667, 4);
    expect(monthsOf(outcome, "spotHours")).toEqual([0, 0]);
    expect(monthsOf(outcome, "apiCost")).toEqual([1460, 1460]);
  });

  test("buys on the spot what the reserved GPUs cannot serve: twice the requests take 1,333.33 h, 603.33 of them spot", () => {
    const twice = outcomeOf("api-service", { ...SAID, requestsPerCustomer: "2000000" }, { months: 1 });
    expect(monthsOf(twice, "apiCost")[0]).toBeCloseTo(1460 + 603.3333 * 3, 2);
  });
});

describe("customers, computed by hand", () => {
  test("come by channel, each at its own cost, and leave", () => {
    const outcome = outcomeOf(
      "product-application",
      {
        ...quiet("product-application"),
        ...{ openingCustomers: "100", churn: "0.1", organicCustomers: "5" },
        ...{ advertisingSpend: "1000", advertisingLeadCost: "20", advertisingConversion: "0.1" },
        ...{ salesSpend: "3000", salesLeadCost: "300", salesConversion: "0.5" },
      },
      { months: 2 },
    );
    expect(monthsOf(outcome, "advertisingCac")).toEqual([200, 200]);
    expect(monthsOf(outcome, "salesCac")).toEqual([600, 600]);
    // 1000/20×0.1 + 3000/300×0.5 + 5 = 15; 100×0.9 + 15 = 105; 105×0.9 + 15 = 109.5.
    expect(monthsOf(outcome, "newCustomers")).toEqual([15, 15]);
    expect(monthsOf(outcome, "customers")).toEqual([105, 109.5]);
    expect(figureOf(outcome, "meanCac")).toBeCloseTo(8000 / 30, 10);
  });

  test("are worth their margin over their churn: 10 seats at 30 − 5, times 1/0.05, is 5,000", () => {
    const outcome = outcomeOf("product-application", {
      ...quiet("product-application"),
      ...{ openingCustomers: "40", churn: "0.05", seatsPerCustomer: "10", seatPrice: "30", seatHosting: "5" },
      ...{ advertisingSpend: "2000", advertisingLeadCost: "100", advertisingConversion: "0.1" },
    });
    expect(monthsOf(outcome, "ltv")[0]).toBe(5000);
    expect(monthsOf(outcome, "payback")[0]).toBe(4);
    expect(monthsOf(outcome, "ltvToCac")[0]).toBe(5);
  });
});

describe("cash, computed by hand", () => {
  const SAID = {
    ...quiet("technical-service"),
    ...{ openingCustomers: "1", projectsPerCustomer: "1", projectPrice: "1000", projectOutlay: "400" },
    ...{ openingCash: "500" },
  };

  test("comes 45 days later half in the second month and half in the third", () => {
    const outcome = outcomeOf("technical-service", { ...SAID, receivableDays: "45", payableDays: "30" }, { months: 4 });
    expect(monthsOf(outcome, "receipts")).toEqual([0, 500, 1000, 1000]);
    expect(monthsOf(outcome, "payments")).toEqual([0, 400, 400, 400]);
    expect(monthsOf(outcome, "receivables")).toEqual([1000, 1500, 1500, 1500]);
    expect(monthsOf(outcome, "cash")).toEqual([500, 600, 1200, 1800]);
  });

  test("runs out: 500 against a loss of 200 a month lasts two whole months", () => {
    const outcome = outcomeOf("technical-service", { ...SAID, overhead: "800" }, { months: 6 });
    expect(monthsOf(outcome, "cash").slice(0, 3)).toEqual([300, 100, -100]);
    expect(monthsOf(outcome, "burn")[0]).toBe(200);
    expect(monthsOf(outcome, "runway")[0]).toBe(1.5);
    expect(figureOf(outcome, "cashOutMonth")).toBe(3);
    expect(figureOf(outcome, "runwayMonths")).toBe(2);
    expect(figureOf(outcome, "breakEvenMonth")).toBeNaN();
    expect(figureOf(outcome, "capitalNeed")).toBe(700);
  });

  test("breaks even in the month from which on no loss follows", () => {
    const growing = { kind: "growing", amount: "500", growth: "0.2" } as const;
    // 500, 600, 720, 864 … less 400 and 300: a loss until the third month's 20.
    const outcome = outcomeOf("technical-service", { ...SAID, projectPrice: growing, overhead: "300" }, { months: 5 });
    expect(monthsOf(outcome, "operatingResult").slice(0, 3)).toEqual([-200, -100, 20]);
    expect(figureOf(outcome, "breakEvenMonth")).toBe(3);
  });

  test("takes in funding in its month alone", () => {
    const funding = { kind: "single", amounts: [{ month: "2027-02", amount: "9000" }] } as const;
    const outcome = outcomeOf(
      "technical-service",
      { ...SAID, funding: { ...funding, amounts: [...funding.amounts] } },
      { months: 3 },
    );
    expect(monthsOf(outcome, "netCashFlow")).toEqual([600, 9600, 600]);
    expect(monthsOf(outcome, "burn")).toEqual([0, 0, 0]);
  });
});

describe("people, computed by hand", () => {
  test("cost their pay and the charges on it, and a part of them delivers", () => {
    const outcome = outcomeOf("technical-service", {
      ...quiet("technical-service"),
      ...{ aiResearcherHeads: "2", aiResearcherSalary: "10000", operationsEngineerHeads: "1", operationsEngineerSalary: "5000" },
      ...{ payrollCharges: "0.2", deliveryShare: "0.25" },
    }); // prettier-ignore
    expect(monthsOf(outcome, "payroll")[0]).toBe(30000);
    expect(monthsOf(outcome, "costOfRevenue")[0]).toBe(7500);
    expect(monthsOf(outcome, "operatingResult")[0]).toBe(-30000);
    expect(monthsOf(outcome, "headcount")[0]).toBe(3);
  });
});

describe("money of other currencies and published prices", () => {
  const rates = [
    { currency: "EUR", month: "2026-01", rate: "1.1" },
    { currency: "EUR", month: "2027-03", rate: "1.2" },
  ];

  test("is turned into the model's at the rate of its month", () => {
    const overhead = { kind: "constant", amount: "100", currency: "EUR" } as const;
    const outcome = outcomeOf("data-service", { ...quiet("data-service"), overhead }, { months: 3, rates });
    expect(monthsOf(outcome, "overhead")).toEqual([110, 110, 120]);
  });

  test("follows a price list through its changes", () => {
    const inputPrice = { kind: "price", list: "deepseek-api", item: "input" } as const;
    const outcome = outcomeOf("api-service", { inputPrice }, { startsOn: "2025-08", months: 3 });
    expect(monthsOf(outcome, "inputPrice")).toEqual([0.27, 0.56, 0.28]);
  });

  test.each([
    [
      { kind: "constant", amount: "1", currency: "EUR" } as const,
      /^inputs\.overhead: is in EUR, and the model has no rate/,
    ],
    [{ kind: "constant", amount: "-1" } as const, /^inputs\.overhead: is -1 in month 1, and must be from 0 to/],
    [{ kind: "growing", amount: "1000000", growth: "10" } as const, /^inputs\.overhead: is 1771561000000 in month 7/],
    [{ kind: "dated", amounts: [{ month: "2027-02", amount: "1" }] } as const, /no amount that holds in 2027-01/],
    [
      { kind: "price", list: "deepseek-api", item: "input" } as const,
      /is in money, and that price in money\/megatoken/,
    ],
    [{ kind: "price", list: "nobody", item: "input" } as const, /no price input in a list nobody/],
  ])("refuses %j", (overhead, message) => {
    expect(() => outcomeOf("data-service", { overhead: structuredClone(overhead) as never })).toThrow(message);
  });
});
