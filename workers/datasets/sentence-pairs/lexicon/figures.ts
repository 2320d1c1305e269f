import { inflected, phrases } from "./word-lists.js";

/** `bare` is the form after a possessive. */
export const figures = inflected(["bare"], `
  收入 | revenue | revenue
  利润 | profit | profit
  成本 | costs | costs | plural
  销售额 | sales | sales | plural
  用户数量 | the number of users | number of users
  订单数量 | the number of orders | number of orders
  广告预算 | the advertising budget | advertising budget
  估值 | the valuation | valuation
`); // prettier-ignore

export const rates = inflected(["bare"], `
  市场份额 | the market share | market share
  转化率 | the conversion rate | conversion rate
  流失率 | the churn rate | churn rate
  毛利率 | the gross margin | gross margin
  错误率 | the error rate | error rate
  准确率 | the accuracy | accuracy
  利率 | the interest rate | interest rate
`); // prettier-ignore

export const changes = phrases(`
  增长了 | grew by
  上升了 | rose by
  下降了 | fell by
  减少了 | shrank by
`);

/** Of prices. */
export const trends = phrases(`
  上涨了 | went up by
  下降了 | fell by
  下跌了 | dropped by
`);

/** What can come from a place. */
export const incomes = inflected([], `
  收入 | revenue
  利润 | profit
  投资 | investment
  销售额 | sales | plural
  订单 | orders | plural
  客户 | customers | plural
`); // prettier-ignore
