import { inflected, phrases } from "./word-lists.js";

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
