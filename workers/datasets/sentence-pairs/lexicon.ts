import type { Countable, Phrase } from "./phrase.js";

/** Lines `Chinese | English`. */
function phrases(lines: string): readonly Phrase[] {
  return rows(lines).map(([zh, en]) => ({ zh, en }));
}

/** Lines `Chinese | English`, then the English forms in the order of `names`. */
function inflected(names: readonly string[], lines: string): readonly Phrase[] {
  return rows(lines).map(([zh, en, ...forms]) => ({
    zh,
    en,
    plural: forms.includes("plural"),
    forms: Object.fromEntries(names.map((name, at) => [name, forms[at]])),
  }));
}

/** Lines `measure word | Chinese | singular`, then the plural where it takes more than an s. */
function countables(lines: string): readonly Countable[] {
  return rows(lines).map(([measure, zh, one, many]) => ({ measure, zh, one, many: many ?? `${one}s` }));
}

function rows(lines: string): string[][] {
  return lines
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
}

export const people = countables(`
  名 | 工程师 | engineer
  名 | 设计师 | designer
  名 | 产品经理 | product manager
  名 | 数据科学家 | data scientist
  名 | 销售员 | salesperson | salespeople
  名 | 实习生 | intern
  名 | 研究员 | researcher
  名 | 程序员 | programmer
  名 | 会计 | accountant
  名 | 客服人员 | support agent
  位 | 顾问 | consultant
  位 | 专家 | expert
`);

export const things = countables(`
  台 | 服务器 | server
  台 | 电脑 | computer
  台 | 机器人 | robot
  台 | 打印机 | printer
  块 | 显卡 | graphics card
  块 | 屏幕 | screen
  块 | 电池 | battery | batteries
  个 | 传感器 | sensor
  个 | 摄像头 | camera
  部 | 手机 | phone
  张 | 桌子 | desk
  把 | 椅子 | chair
  架 | 无人机 | drone
  辆 | 货车 | van
`);

export const works = countables(`
  份 | 合同 | contract
  份 | 报告 | report
  项 | 专利 | patent
  篇 | 论文 | paper
  个 | 模型 | model
  款 | 应用 | app
  款 | 游戏 | game
  门 | 课程 | course
  封 | 邮件 | email
`);

export const records = countables(`
  张 | 图片 | picture
  条 | 评论 | review
  条 | 短信 | text message
  段 | 录音 | recording
  份 | 病历 | medical record
  个 | 句子 | sentence
  笔 | 交易 | transaction
`);

/** `s` is the possessive, `object` the form after a verb. */
export const actors = inflected(["s", "object"], `
  我们 | we | our | us | plural
  他们 | they | their | them | plural
  公司 | the company | the company's | the company
  团队 | the team | the team's | the team
  初创公司 | the start-up | the start-up's | the start-up
  实验室 | the lab | the lab's | the lab
  竞争对手 | the competitor | the competitor's | the competitor
  合作伙伴 | the partner | the partner's | the partner
`); // prettier-ignore

export const persons = phrases(`
  创始人 | the founder
  投资人 | the investor
  客户 | the customer
  律师 | the lawyer
  审计师 | the auditor
  经理 | the manager
  技术总监 | the technical director
  监管机构 | the regulator
`);

export const past = phrases(`
  昨天 | yesterday
  前天 | the day before yesterday
  上周 | last week
  上个月 | last month
  上个季度 | last quarter
  去年 | last year
  前年 | the year before last
  今年春天 | this spring
`);

export const future = phrases(`
  明天 | tomorrow
  后天 | the day after tomorrow
  下周 | next week
  下个月 | next month
  下个季度 | next quarter
  明年 | next year
  今年年底 | at the end of this year
`);

export const weekdays = phrases(`
  星期一 | Monday
  星期二 | Tuesday
  星期三 | Wednesday
  星期四 | Thursday
  星期五 | Friday
  星期六 | Saturday
  星期日 | Sunday
`);

export const cities = phrases(`
  北京 | Beijing
  上海 | Shanghai
  深圳 | Shenzhen
  杭州 | Hangzhou
  广州 | Guangzhou
  成都 | Chengdu
  香港 | Hong Kong
  新加坡 | Singapore
  东京 | Tokyo
  伦敦 | London
  柏林 | Berlin
  巴黎 | Paris
  纽约 | New York
  旧金山 | San Francisco
`);

export const fields = phrases(`
  人工智能 | artificial intelligence
  医疗 | health care
  教育 | education
  金融 | finance
  物流 | logistics
  农业 | agriculture
  能源 | energy
  零售 | retail
  制造 | manufacturing
  网络安全 | cybersecurity
  旅游 | tourism
`);

export const products = phrases(`
  语音助手 | voice assistant
  翻译软件 | translation tool
  聊天机器人 | chatbot
  推荐系统 | recommender system
  支付系统 | payment system
  搜索引擎 | search engine
  数据平台 | data platform
  智能手表 | smart watch
  扫地机器人 | robot vacuum
  图像识别软件 | picture recogniser
  客服系统 | help desk
`);

export const events = phrases(`
  会议 | meeting
  产品发布会 | product launch
  面试 | interview
  培训 | training course
  董事会会议 | board meeting
  黑客马拉松 | hackathon
  招聘会 | job fair
`);

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

export const documents = phrases(`
  商业计划书 | the business plan
  预算 | the budget
  合同 | the contract
  网站 | the website
  代码 | the code
  演示文稿 | the slides
  测试报告 | the test report
  隐私政策 | the privacy policy
  产品手册 | the product manual
  招聘广告 | the job advertisement
  财务报表 | the accounts
`);

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

export const ordinals = phrases(`
  第一 | first
  第二 | second
  第三 | third
  第四 | fourth
  第五 | fifth
  第六 | sixth
  第七 | seventh
  第八 | eighth
`);
