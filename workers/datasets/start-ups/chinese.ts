import { type PassageWords, pick, yearOf } from "./passage-words.js";

const SURNAMES = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const GIVEN = [..."伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂丹鹏辉玲飞燕红波晨"];
const NAME_PARTS = [["星", "云", "海", "智", "光", "远", "天", "青", "华", "新"], ["图", "链", "芯", "舟", "桥", "谷", "帆", "源", "盾", "翼"], ["科技", "数据", "智能", "网络"]] as const; // prettier-ignore
const FUNDS = ["红杉树", "北极", "长河", "晨光", "金桥", "山海", "蓝湖", "启明星"];
const CITIES = ["北京", "上海", "深圳", "杭州", "成都", "南京", "武汉", "西安", "广州", "苏州", "厦门", "青岛"];
const COUNTRIES = ["德国", "日本", "泰国", "巴西", "印度", "法国", "越南", "韩国", "英国", "美国", "加拿大", "新加坡"];

/** What Chinese passages are made of. */
export const chinese: PassageWords = {
  company: (random) => NAME_PARTS.map((part) => pick<string>(random, part)).join(""),
  person: (random) => pick(random, SURNAMES) + pick(random, GIVEN) + (random.int(2) ? pick(random, GIVEN) : ""),
  fund: (random) => `${pick(random, FUNDS)}资本`,
  year: (random) => `${yearOf(random)}年`,
  month: (random) => `${yearOf(random)}年${1 + random.int(12)}月`,
  money: (random) => `${1 + random.int(90)}.${1 + random.int(9)}亿元`,
  cities: CITIES,
  countries: COUNTRIES,
  openings: ["{c}生产{p}。", "{c}是一家销售{p}的年轻公司。", "一家名为{c}的初创公司研发{p}。"],
  products: ["农业传感器", "机器人地图", "银行软件", "商店摄像头", "教育游戏", "船用电池", "医院检测设备", "法律工具"],
  space: "",
  sayings: {
    founder: {
      sentences: ["公司由{v}创立。", "{v}创立了{c}。", "创始人是{v}。"],
      questions: ["谁创立了{c}？", "{c}的创始人是谁？"],
    },
    chief: {
      sentences: ["{v}担任首席执行官。", "首席执行官是{v}。"],
      questions: ["{c}的首席执行官是谁？", "谁担任{c}的首席执行官？"],
    },
    investor: {
      sentences: ["{v}是最早的投资方。", "最早的投资来自{v}。"],
      questions: ["{c}最早的投资方是谁？", "{c}最早的投资来自哪里？"],
    },
    founding: {
      sentences: ["公司成立于{v}。", "{v}，{c}成立。"],
      questions: ["{c}成立于哪一年？", "{c}是什么时候成立的？"],
    },
    launch: {
      sentences: ["产品于{v}上市。", "产品的上市时间是{v}。"],
      questions: ["{c}的产品什么时候上市？", "{c}的产品上市时间是什么？"],
    },
    funding: {
      sentences: ["迄今已融资{v}。", "{c}的融资总额为{v}。"],
      questions: ["{c}融资多少？", "{c}的融资总额是多少？"],
    },
    revenue: {
      sentences: ["去年收入为{v}。", "公司去年收入{v}。"],
      questions: ["{c}去年收入多少？", "{c}去年的收入是多少？"],
    },
    employees: {
      sentences: ["公司有{v}名员工。", "员工共{v}名。"],
      questions: ["{c}有多少名员工？", "{c}的员工有多少？"],
    },
    customers: {
      sentences: ["产品服务{v}家客户。", "客户共{v}家。"],
      questions: ["{c}有多少家客户？", "{c}的产品服务多少家客户？"],
    },
    office: {
      sentences: ["总部位于{v}。", "公司总部设在{v}。"],
      questions: ["{c}的总部在哪里？", "{c}的总部位于哪座城市？"],
    },
    market: {
      sentences: ["产品主要销往{v}。", "最大的市场是{v}。"],
      questions: ["{c}的产品主要销往哪里？", "{c}最大的市场是哪个国家？"],
    },
  },
};
