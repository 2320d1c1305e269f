import type { Localized } from "../../../kernel/localized.js";
import type { CalendarMonth } from "./engine/calendar.js";

/** A published price, as it changed; each holds from its month on. */
export interface PriceItem {
  item: string;
  label: Localized;
  unit: string;
  currency: string;
  prices: readonly { month: CalendarMonth; amount: string }[];
}

/** What somebody charges, and where that is published. */
export interface PriceList {
  list: string;
  name: Localized;
  source: string;
  items: readonly PriceItem[];
}

const tokens = (
  item: string,
  en: string,
  zh: string,
  ...prices: readonly (readonly [CalendarMonth, string])[]
): PriceItem => ({
  item,
  label: { en, zh },
  unit: "money/megatoken",
  currency: "USD",
  prices: prices.map(([month, amount]) => ({ month, amount })),
});

/** Prices to plan against, dated. A model that names one follows it through its changes; later ones are not foretold. */
export const PRICE_LISTS: readonly PriceList[] = [
  {
    list: "deepseek-api",
    name: { en: "DeepSeek API, deepseek-chat", zh: "DeepSeek API（deepseek-chat）" },
    source: "https://api-docs.deepseek.com/quick_start/pricing",
    items: [
      tokens(
        "input",
        "A million input tokens, not cached",
        "每百万输入 token（缓存未命中）",
        ["2025-02", "0.27"],
        ["2025-09", "0.56"],
        ["2025-10", "0.28"],
      ),
      tokens(
        "cached-input",
        "A million input tokens, cached",
        "每百万输入 token（缓存命中）",
        ["2025-02", "0.07"],
        ["2025-10", "0.028"],
      ),
      tokens(
        "output",
        "A million output tokens",
        "每百万输出 token",
        ["2025-02", "1.10"],
        ["2025-09", "1.68"],
        ["2025-10", "0.42"],
      ),
    ],
  },
  {
    list: "openai-api",
    name: { en: "OpenAI API, gpt-4o-mini", zh: "OpenAI API（gpt-4o-mini）" },
    source: "https://openai.com/api/pricing/",
    items: [
      tokens("input", "A million input tokens, not cached", "每百万输入 token（缓存未命中）", ["2024-10", "0.15"]),
      tokens("cached-input", "A million input tokens, cached", "每百万输入 token（缓存命中）", ["2024-10", "0.075"]),
      tokens("output", "A million output tokens", "每百万输出 token", ["2024-10", "0.60"]),
    ],
  },
  {
    list: "aws-p5",
    name: {
      en: "Amazon EC2 p5.48xlarge, on demand, an eighth of it",
      zh: "Amazon EC2 p5.48xlarge 按需实例（按 1/8 折算）",
    },
    source: "https://aws.amazon.com/ec2/pricing/on-demand/",
    items: [
      {
        item: "h100-hour",
        label: { en: "An hour of one H100", zh: "单张 H100 每小时" },
        unit: "money/gpuHour",
        currency: "USD",
        prices: [
          { month: "2023-08", amount: "12.29" },
          { month: "2025-06", amount: "6.88" },
        ],
      },
    ],
  },
];

export function findPrice(list: string, item: string): PriceItem | undefined {
  return PRICE_LISTS.find((known) => known.list === list)?.items.find((known) => known.item === item);
}
