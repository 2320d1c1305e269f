import { inflected, phrases } from "./word-lists.js";

/** What is done to documents: `past`, `ing` and `done` are the English verb's forms. */
export const deeds = inflected(["past", "ing", "done"], `
  检查 | check | checked | checking | checked
  更新 | update | updated | updating | updated
  改写 | rewrite | rewrote | rewriting | rewritten
  发布 | publish | published | publishing | published
  讨论 | discuss | discussed | discussing | discussed
  批准 | approve | approved | approving | approved
  翻译 | translate | translated | translating | translated
  撤回 | withdraw | withdrew | withdrawing | withdrawn
  准备 | prepare | prepared | preparing | prepared
`); // prettier-ignore

/** `er` is the comparative. */
export const virtues = inflected(["er"], `
  快 | fast | faster
  便宜 | cheap | cheaper
  安静 | quiet | quieter
  可靠 | reliable | more reliable
  简单 | simple | simpler
  安全 | safe | safer
  准确 | accurate | more accurate
  灵活 | flexible | more flexible
  受欢迎 | popular | more popular
`); // prettier-ignore

export const faults = phrases(`
  贵 | expensive
  慢 | slow
  复杂 | complicated
  旧 | old
  吵 | noisy
  危险 | dangerous
  难用 | hard to use
`);

export const goals = phrases(`
  实现盈利 | become profitable
  上市 | go public
  进入海外市场 | enter foreign markets
  收回投资 | recover the investment
  发布第二代产品 | release the second generation of the product
`);
