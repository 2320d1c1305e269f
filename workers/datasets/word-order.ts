import { RandomStreams, type RandomStream } from "../../src/kernel/random.js";
import { tokensOf } from "./tokens.js";

const SEED = 1;
/** Classes: the company that all sentences are about comes out ahead of its rival, or behind. */
const [AHEAD, BEHIND] = [0, 1];

/** A sentence about `{a}` and `{b}`; `{verb}` and the like are drawn from the lists of that name. */
interface Pattern {
  sentence: string;
  /** Whether the one that is named first comes out ahead. */
  firstWins: boolean;
}

interface Language {
  company: string;
  rivals: readonly string[];
  patterns: readonly Pattern[];
  openings: readonly string[];
  words: Readonly<Record<string, readonly string[]>>;
}

const wins = (sentence: string): Pattern => ({ sentence, firstWins: true });
const loses = (sentence: string): Pattern => ({ sentence, firstWins: false });

const languages: Readonly<Record<"en" | "zh", Language>> = {
  en: {
    company: "Aurora",
    rivals:
      "Borealis Cascade Delta Ember Falcon Granite Harbor Iris Juniper Keystone Lumen Meridian Nimbus Orchard Pinnacle Quartz Raven Summit Tundra Umbra Vertex Willow Zephyr Atlas".split(
        " ",
      ),
    patterns: [
      wins("{a} {past} {b}"),
      loses("{a} was {participle} by {b}"),
      loses("{a} {lost} {b}"),
      wins("{a} is {quality} than {b}"),
      loses("{a} is not as {plain} as {b}"),
      wins("{a}, and not {b}, won {prize}"),
      loses("not {a} but {b} won {prize}"),
      wins("{prize} went to {a} and not to {b}"),
      loses("{prize} went not to {a} but to {b}"),
      wins("{a} finished before {b}"),
      loses("{a} finished after {b}"),
    ],
    openings: [
      "",
      "this year ",
      "analysts say that ",
      "in Asia ",
      "last quarter ",
      "we hear that ",
      "in the end ",
      "as expected ",
    ],
    words: {
      past: ["beat", "outsold", "outbid", "overtook", "outgrew", "defeated"],
      participle: ["beaten", "outsold", "outbid", "overtaken", "outgrown", "defeated"],
      lost: ["lost to", "fell behind", "gave way to", "trailed"],
      quality: ["faster", "stronger", "richer", "more reliable", "more popular"],
      plain: ["fast", "strong", "rich", "reliable", "popular"],
      prize: ["the contract", "the tender", "the patent case", "the largest customer", "the licence"],
    },
  },
  zh: {
    company: "极光",
    rivals:
      "星海 云帆 天河 远山 蓝鲸 赤兔 飞鸿 青松 金石 银杏 长风 明月 白鹭 雪豹 紫藤 沧浪 北斗 丹枫 玄武 碧波 晨曦 暮云 流光 清泉".split(
        " ",
      ),
    patterns: [
      wins("{a}{past}了{b}"),
      loses("{a}被{b}{past}了"),
      loses("{a}{lost}{b}"),
      wins("{a}比{b}更{plain}"),
      loses("{a}没有{b}{plain}"),
      wins("赢得{prize}的是{a}而不是{b}"),
      loses("赢得{prize}的不是{a}而是{b}"),
      wins("{a}在{b}之前完成"),
      loses("{a}在{b}之后完成"),
      wins("{prize}归{a}而不归{b}"),
      loses("{prize}不归{a}而归{b}"),
    ],
    openings: ["", "今年", "分析师认为", "在亚洲", "上个季度", "听说", "最后", "不出所料，"],
    words: {
      past: ["击败", "超过", "赶超", "战胜", "反超", "打败"],
      lost: ["输给了", "落后于", "不如", "比不上"],
      plain: ["快", "强", "赚钱", "可靠", "受欢迎"],
      prize: ["合同", "标书", "专利案", "最大的客户", "许可证"],
    },
  },
};

/**
 * Sentences that say which of two companies came out ahead. Which of the two is named first is left to chance, and decides the class:
 * which words occur tells nothing, so that a bag of words can only guess. No two sentences have the same words.
 */
export function wordOrderSentences(language: "en" | "zh", rows: number): { texts: string[]; labels: Int32Array } {
  const random = new RandomStreams(SEED).stream(`word-order-${language}`);
  const { company } = languages[language];
  const known = new Set<string>();
  const texts: string[] = [];
  const labels: number[] = [];
  while (texts.length < rows) {
    const { rival, sentence, firstWins } = drawn(languages[language], random);
    const own = named(sentence, company, rival);
    const words = tokensOf(own).sort().join(" ");
    if (known.size === known.add(words).size) continue;
    const first = random.int(2) === 0;
    texts.push(first ? own : named(sentence, rival, company));
    labels.push(first === firstWins ? AHEAD : BEHIND);
  }
  return { texts, labels: Int32Array.from(labels) };
}

function drawn({ rivals, patterns, openings, words }: Language, random: RandomStream) {
  const one = <T>(choices: readonly T[]): T => choices[random.int(choices.length)];
  const { sentence, firstWins } = one(patterns);
  const filled = sentence.replace(/\{(\w{2,})\}/gu, (_, list: string) => one(words[list]));
  return { rival: one(rivals), sentence: one(openings) + filled, firstWins };
}

function named(sentence: string, first: string, second: string): string {
  return sentence.replace("{a}", first).replace("{b}", second);
}
