import type { RandomStream } from "../../src/kernel/random.js";

/** Something that a passage may say of its company: how it is said, how it is asked for, and what is said. */
interface Fact {
  sentences: readonly string[];
  questions: readonly string[];
  value(random: RandomStream): string;
}

/** What passages in a language are made of; `{c}` is the company, `{v}` the value. */
export interface PassageLanguage {
  company(random: RandomStream): string;
  openings: readonly string[];
  products: readonly string[];
  facts: readonly Fact[];
  /** Between sentences. */
  space: string;
}

const pick = <T>(random: RandomStream, list: readonly T[]): T => list[random.int(list.length)];
const from = (text: string) => text.split(" ");

const FIRST_NAMES = from("Ada Boris Clara David Elena Farid Grace Hugo Irene Jonas Kira Liam Maya Noor Oscar Petra Quinn Rosa Sven Tara Uma Victor Wendy Yusuf Zoe"); // prettier-ignore
const LAST_NAMES = from("Adler Brandt Costa Duval Engel Fischer Gomez Hansen Ibarra Jansen Keller Lindt Moreau Novak Okafor Park Quist Rossi Silva Tanaka Ueda Vogel Weber Young Zhou"); // prettier-ignore
const NAME_PARTS = [from("Nova Blue Hyper Terra Clear Deep North Silver Open Swift Bright Green"), from("Grid Loop Mind Sense Cargo Leaf Lens Forge Pulse Field Stack Wave")] as const; // prettier-ignore
const FUNDS = from("Redwood Harbour Atlas Summit Lantern Orchard Granite Beacon");
const CITIES = from("Berlin Lagos Toronto Singapore Madrid Oslo Seoul Nairobi Lisbon Boston Dublin Mumbai");
const COUNTRIES = from("Germany Nigeria Canada Japan Spain Norway Kenya Portugal India France Brazil Mexico");
const MONTHS = from("January February March April May June July August September October November December");

const person = (random: RandomStream) => `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`;
const year = (random: RandomStream) => String(2003 + random.int(20));
const dollars = (random: RandomStream) => `$${1 + random.int(90)}.${1 + random.int(9)} million`;

const english: PassageLanguage = {
  company: (random) => pick(random, NAME_PARTS[0]) + pick(random, NAME_PARTS[1]).toLowerCase(),
  openings: ["{c} makes {p}.", "{c} is a young company that sells {p}.", "A start-up called {c} builds {p}."],
  products: ["sensors for farms", "maps for robots", "software for banks", "cameras for shops", "games for schools", "batteries for ships", "tests for hospitals", "tools for lawyers"], // prettier-ignore
  space: " ",
  facts: [
    {
      sentences: ["It was founded by {v}.", "{v} founded {c}.", "The founder is {v}."],
      questions: ["Who founded {c}?", "Who is the founder of {c}?"],
      value: person,
    },
    {
      sentences: ["{v} is the chief executive.", "It is led by {v}, the chief executive."],
      questions: ["Who is the chief executive of {c}?", "Who leads {c}?"],
      value: person,
    },
    {
      sentences: ["{v} was the first investor.", "The first investor was {v}."],
      questions: ["Who was the first investor of {c}?", "Who invested first in {c}?"],
      value: (random) => `${pick(random, FUNDS)} Capital`,
    },
    {
      sentences: ["The company began in {v}.", "{c} was set up in {v}."],
      questions: ["When was {c} set up?", "When did {c} begin?"],
      value: year,
    },
    {
      sentences: ["The product was launched in {v}.", "The product went on sale in {v}."],
      questions: ["When was the product of {c} launched?", "When did the product of {c} go on sale?"],
      value: (random) => `${pick(random, MONTHS)} ${year(random)}`,
    },
    {
      sentences: ["It has raised {v} so far.", "So far {c} has raised {v}."],
      questions: ["How much money has {c} raised?", "How much has {c} raised so far?"],
      value: dollars,
    },
    {
      sentences: ["Last year it earned {v}.", "Its revenue last year was {v}."],
      questions: ["How much did {c} earn last year?", "What was the revenue of {c} last year?"],
      value: dollars,
    },
    {
      sentences: ["It has {v} employees.", "{v} people work there."],
      questions: ["How many employees does {c} have?", "How many people work at {c}?"],
      value: (random) => String(5 + random.int(490)),
    },
    {
      sentences: ["It serves {v} customers.", "{v} customers use the product."],
      questions: ["How many customers does {c} serve?", "How many customers use the product of {c}?"],
      value: (random) => String(10 * (50 + random.int(900))),
    },
    {
      sentences: ["Its office is in {v}.", "The office of {c} is in {v}."],
      questions: ["Where is the office of {c}?", "In which city is the office of {c}?"],
      value: (random) => pick(random, CITIES),
    },
    {
      sentences: ["It sells most in {v}.", "Most of its sales are in {v}."],
      questions: ["Where does {c} sell most?", "In which country does {c} sell most?"],
      value: (random) => pick(random, COUNTRIES),
    },
  ],
};

const SURNAMES = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const GIVEN = [..."伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂丹鹏辉玲飞燕红波晨"];
const ZH_PARTS = [["星", "云", "海", "智", "光", "远", "天", "青", "华", "新"], ["图", "链", "芯", "舟", "桥", "谷", "帆", "源", "盾", "翼"], ["科技", "数据", "智能", "网络"]] as const; // prettier-ignore
const ZH_FUNDS = ["红杉树", "北极", "长河", "晨光", "金桥", "山海", "蓝湖", "启明星"];
const ZH_CITIES = ["北京", "上海", "深圳", "杭州", "成都", "南京", "武汉", "西安", "广州", "苏州", "厦门", "青岛"];
const ZH_COUNTRIES = [
  "德国",
  "日本",
  "泰国",
  "巴西",
  "印度",
  "法国",
  "越南",
  "韩国",
  "英国",
  "美国",
  "加拿大",
  "新加坡",
];

const chinesePerson = (random: RandomStream) =>
  pick(random, SURNAMES) + pick(random, GIVEN) + (random.int(2) ? pick(random, GIVEN) : "");
const yuan = (random: RandomStream) => `${1 + random.int(90)}.${1 + random.int(9)}亿元`;

const chinese: PassageLanguage = {
  company: (random) => ZH_PARTS.map((part) => pick<string>(random, part)).join(""),
  openings: ["{c}生产{p}。", "{c}是一家销售{p}的年轻公司。", "一家名为{c}的初创公司研发{p}。"],
  products: ["农业传感器", "机器人地图", "银行软件", "商店摄像头", "教育游戏", "船用电池", "医院检测设备", "法律工具"],
  space: "",
  facts: [
    {
      sentences: ["公司由{v}创立。", "{v}创立了{c}。", "创始人是{v}。"],
      questions: ["谁创立了{c}？", "{c}的创始人是谁？"],
      value: chinesePerson,
    },
    {
      sentences: ["{v}担任首席执行官。", "首席执行官是{v}。"],
      questions: ["{c}的首席执行官是谁？", "谁担任{c}的首席执行官？"],
      value: chinesePerson,
    },
    {
      sentences: ["{v}是最早的投资方。", "最早的投资来自{v}。"],
      questions: ["{c}最早的投资方是谁？", "{c}最早的投资来自哪里？"],
      value: (random) => `${pick(random, ZH_FUNDS)}资本`,
    },
    {
      sentences: ["公司成立于{v}。", "{v}，{c}成立。"],
      questions: ["{c}成立于哪一年？", "{c}是什么时候成立的？"],
      value: (random) => `${year(random)}年`,
    },
    {
      sentences: ["产品于{v}上市。", "产品的上市时间是{v}。"],
      questions: ["{c}的产品什么时候上市？", "{c}的产品上市时间是什么？"],
      value: (random) => `${year(random)}年${1 + random.int(12)}月`,
    },
    {
      sentences: ["迄今已融资{v}。", "{c}的融资总额为{v}。"],
      questions: ["{c}融资多少？", "{c}的融资总额是多少？"],
      value: yuan,
    },
    {
      sentences: ["去年收入为{v}。", "公司去年收入{v}。"],
      questions: ["{c}去年收入多少？", "{c}去年的收入是多少？"],
      value: yuan,
    },
    {
      sentences: ["公司有{v}名员工。", "员工共{v}名。"],
      questions: ["{c}有多少名员工？", "{c}的员工有多少？"],
      value: (random) => String(5 + random.int(490)),
    },
    {
      sentences: ["产品服务{v}家客户。", "客户共{v}家。"],
      questions: ["{c}有多少家客户？", "{c}的产品服务多少家客户？"],
      value: (random) => String(10 * (50 + random.int(900))),
    },
    {
      sentences: ["总部位于{v}。", "公司总部设在{v}。"],
      questions: ["{c}的总部在哪里？", "{c}的总部位于哪座城市？"],
      value: (random) => pick(random, ZH_CITIES),
    },
    {
      sentences: ["产品主要销往{v}。", "最大的市场是{v}。"],
      questions: ["{c}的产品主要销往哪里？", "{c}最大的市场是哪个国家？"],
      value: (random) => pick(random, ZH_COUNTRIES),
    },
  ],
};

export const passageLanguages: Readonly<Record<"en" | "zh", PassageLanguage>> = { en: english, zh: chinese };
