import type { RandomStream } from "../../../src/kernel/random.js";
import type { Countable, Phrase } from "./phrase.js";

const DIGITS = "零一二三四五六七八九";
const SMALL_UNITS = ["", "十", "百", "千"];
const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const TEN_THOUSAND = 1e4;

/** Numbers from here on are of one part of the data alone. */
const HELD_OUT_FROM = 100;

/** A whole number from 1 to 99,999,999 in Chinese numerals, as they are spoken: 12 is 十二, 2,050 is 两千零五十. */
export function chineseNumeral(value: number): string {
  if (value >= TEN_THOUSAND) {
    const [high, low] = [Math.floor(value / TEN_THOUSAND), value % TEN_THOUSAND];
    const head = `${high === 2 ? "两" : chineseNumeral(high)}万`;
    return low === 0 ? head : `${head}${low < 1000 ? "零" : ""}${belowTenThousand(low)}`;
  }
  const numeral = belowTenThousand(value);
  return value >= 10 && value < 20 ? numeral.slice(1) : numeral;
}

function belowTenThousand(value: number): string {
  let numeral = "";
  let gap = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) gap ||= numeral !== "";
    else {
      const two = digit === 2 && place >= 2;
      numeral += `${gap ? "零" : ""}${two ? "两" : DIGITS[digit]}${SMALL_UNITS[place]}`;
      gap = false;
    }
  }
  return numeral;
}

/** 1234567 as 1,234,567. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** As English prose writes it: one to nine in words, from a million on in millions and billions. */
export function englishNumber(value: number): string {
  if (value < WORDS.length) return WORDS[value];
  if (value >= 1e9) return `${shortened(value / 1e9)} billion`;
  return value >= 1e6 ? `${shortened(value / 1e6)} million` : grouped(value);
}

/** As Chinese news write it, in 万 and 亿 where that is shorter: 350000 as 35万, 120000000 as 1.2亿. */
export function chineseNumber(value: number): string {
  if (value >= 1e8) return `${shortened(value / 1e8)}亿`;
  return value >= TEN_THOUSAND ? `${shortened(value / TEN_THOUSAND)}万` : grouped(value);
}

/** At most four decimals, and no zeros behind them. */
function shortened(value: number): string {
  return String(Number(value.toFixed(4)));
}

/** A whole number to count with, small ones most often, in the digits or the numerals of both languages. */
export function drawNumber(random: RandomStream): Phrase {
  const size = random.uniform();
  const spoken = random.uniform() < 0.4;
  if (size < 0.3) return number(1 + random.int(9), spoken);
  if (size < 0.55) return number(10 + random.int(90), spoken);
  if (size < 0.75) return number(spoken ? 10 * (10 + random.int(90)) : 100 + random.int(900), spoken);
  if (size < 0.9) return number(spoken ? 100 * (10 + random.int(90)) : 1000 + random.int(9000), spoken);
  return number(spoken ? 1000 * (10 + random.int(90)) : 1000 * (10 + random.int(990)), spoken);
}

/** A large number, of thousands to hundreds of millions. */
export function drawLargeNumber(random: RandomStream): Phrase {
  return number((100 + random.int(900)) * 10 ** (1 + random.int(6)), false);
}

function number(value: number, spoken: boolean): Phrase {
  const numeral = value === 2 ? "两" : chineseNumeral(value);
  const zh = spoken ? numeral : chineseNumber(value);
  return { zh, en: englishNumber(value), plural: value !== 1, number: heldOut(value) };
}

function heldOut(value: number): string | undefined {
  return value < HELD_OUT_FROM ? undefined : String(value);
}

/** So many of them: 三台服务器, three servers. */
export function counted({ zh, en, plural, number }: Phrase, { zh: noun, measure, one, many }: Countable): Phrase {
  return { zh: `${zh}${measure}${noun}`, en: `${en} ${plural ? many : one}`, plural, number };
}

/** A percentage of at most one decimal, from 1 to 99. */
export function drawPercent(random: RandomStream): Phrase {
  const size = random.uniform();
  if (size < 0.2) {
    const value = 1 + random.int(99);
    return { zh: `百分之${chineseNumeral(value)}`, en: `${value}%` };
  }
  if (size < 0.5) return same(`${1 + random.int(99)}%`);
  const tenths = 11 + random.int(980);
  const text = `${(tenths % 10 === 0 ? tenths + 1 : tenths) / 10}%`;
  return { ...same(text), number: text };
}

function same(text: string): Phrase {
  return { zh: text, en: text };
}

const currencies: readonly { zh: string; write: (amount: string) => string }[] = [
  { zh: "元", write: (amount) => `${amount} yuan` },
  { zh: "美元", write: (amount) => `$${amount}` },
  { zh: "欧元", write: (amount) => `€${amount}` },
];

/** What a thing costs: up to 9,999 of a currency. */
export function drawPrice(random: RandomStream): Phrase {
  const { zh, write } = drawCurrency(random);
  const size = random.uniform();
  const value = size < 0.4 ? 10 + random.int(90) : size < 0.8 ? 100 + random.int(900) : 1000 + random.int(9000);
  if (size < 0.1) {
    const amount = (value + 0.5).toFixed(2);
    return { zh: `${amount}${zh}`, en: write(amount), number: amount };
  }
  return { zh: `${grouped(value)}${zh}`, en: write(grouped(value)), number: heldOut(value) };
}

/** What a company is worth or raises: from 10,000 to 9.99 billion of a currency, in 万 and 亿. */
export function drawFunds(random: RandomStream): Phrase {
  const { zh, write } = drawCurrency(random);
  const digits = random.uniform() < 0.5 ? 10 * (1 + random.int(99)) : 100 + random.int(900);
  const value = digits * 10 ** (2 + random.int(6));
  const rounded = value < TEN_THOUSAND ? value * 100 : value;
  return { zh: `${chineseNumber(rounded)}${zh}`, en: write(englishNumber(rounded)), number: heldOut(rounded) };
}

function drawCurrency(random: RandomStream) {
  return random.uniform() < 0.5 ? currencies[0] : currencies[1 + random.int(currencies.length - 1)];
}
