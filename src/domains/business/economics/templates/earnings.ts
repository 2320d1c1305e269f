import type { TemplatePart } from "../engine/template.js";
import { count, formula, inputsOf, money, share } from "./part.js";

/** One way in which money comes in: its formulas end in `<name>Revenue` and `<name>Cost`. */
export interface Earning extends TemplatePart {
  name: string;
}

const revenue = inputsOf("REVENUE");
const compute = inputsOf("COMPUTE");
const delivery = inputsOf("DELIVERY");

/** Calls of a hosted model, metered by tokens, in three tiers of volume; served on reserved GPUs first, on spot GPUs beyond. */
export const metered: Earning = {
  name: "api",
  inputs: [
    revenue(
      "requestsPerCustomer",
      "request/customer",
      count("200000"),
      "Requests of a customer in a month",
      "单客户月请求数",
    ),
    revenue(
      "inputTokensPerRequest",
      "token/request",
      count("1200"),
      "Input tokens of a request",
      "单次请求输入 token 数",
    ),
    revenue(
      "outputTokensPerRequest",
      "token/request",
      count("400"),
      "Output tokens of a request",
      "单次请求输出 token 数",
    ),
    revenue("cachedShare", "1", share("0.3"), "Share of input tokens that a cache answers", "输入 token 缓存命中率"),
    revenue("inputPrice", "money/megatoken", money("0.5"), "Price of a million input tokens", "每百万输入 token 价格"),
    revenue(
      "cachedPrice",
      "money/megatoken",
      money("0.1"),
      "Price of a million cached input tokens",
      "每百万缓存命中输入 token 价格",
    ),
    revenue(
      "outputPrice",
      "money/megatoken",
      money("1.5"),
      "Price of a million output tokens",
      "每百万输出 token 价格",
    ),
    revenue(
      "tierOneTokens",
      "token/customer",
      ["500000000", "0", "1000000000000000"],
      "Tokens of a customer in the first price tier",
      "第一价格档 token 用量上限（每客户）",
    ),
    revenue(
      "tierTwoTokens",
      "token/customer",
      ["2000000000", "0", "1000000000000000"],
      "Further tokens in the second tier",
      "第二价格档 token 用量（每客户）",
    ),
    revenue(
      "tierTwoFactor",
      "1",
      share("0.85"),
      "Price in the second tier, as a share of the list price",
      "第二档价格占标价的比例",
    ),
    revenue(
      "tierThreeFactor",
      "1",
      share("0.7"),
      "Price in the third tier, as a share of the list price",
      "第三档价格占标价的比例",
    ),
    compute(
      "inputTokensPerGpuSecond",
      "token/gpuSecond",
      ["8000", "0.001", "1000000000"],
      "Input tokens that a GPU reads in a second",
      "单 GPU 每秒处理输入 token 数",
      ["SAMPLES_PER_SECOND"],
    ),
    compute(
      "outputTokensPerGpuSecond",
      "token/gpuSecond",
      ["1200", "0.001", "1000000000"],
      "Output tokens that a GPU writes in a second",
      "单 GPU 每秒生成输出 token 数",
      ["SAMPLES_PER_SECOND"],
    ),
    compute("utilisation", "1", ["0.45", "0.01", "1"], "Share of paid GPU time that serves requests", "GPU 利用率"),
    compute("reservedGpus", "gpu", count("4"), "Reserved GPUs", "预留 GPU 数"),
    compute("reservedPrice", "money/gpuHour", money("2"), "Price of a reserved GPU-hour", "预留 GPU 每小时价格"),
    compute(
      "spotPrice",
      "money/gpuHour",
      money("3"),
      "Price of a GPU-hour beyond the reserved ones (spot)",
      "超出预留部分的 GPU 每小时价格（竞价）",
    ),
  ],
  formulas: [
    formula("requests", "request", "customers * requestsPerCustomer", "Requests", "请求数"),
    formula("inputTokens", "token", "requests * inputTokensPerRequest", "Input tokens", "输入 token 数"),
    formula("cachedTokens", "token", "inputTokens * cachedShare", "Cached input tokens", "缓存命中输入 token 数"),
    formula(
      "freshTokens",
      "token",
      "inputTokens - cachedTokens",
      "Input tokens that have to be read",
      "未命中缓存的输入 token 数",
    ),
    formula("outputTokens", "token", "requests * outputTokensPerRequest", "Output tokens", "输出 token 数"),
    formula(
      "tokensPerCustomer",
      "token/customer",
      "requestsPerCustomer * (inputTokensPerRequest + outputTokensPerRequest)",
      "Tokens of a customer",
      "单客户 token 用量",
    ),
    formula(
      "firstTierTokens",
      "token/customer",
      "min(tokensPerCustomer, tierOneTokens)",
      "Of these in the first tier",
      "其中第一档用量",
    ),
    formula(
      "secondTierTokens",
      "token/customer",
      "min(tokensPerCustomer - firstTierTokens, tierTwoTokens)",
      "Of these in the second tier",
      "其中第二档用量",
    ),
    formula(
      "thirdTierTokens",
      "token/customer",
      "tokensPerCustomer - firstTierTokens - secondTierTokens",
      "Of these in the third tier",
      "其中第三档用量",
    ),
    formula(
      "tierFactor",
      "1",
      "ratio(firstTierTokens + secondTierTokens * tierTwoFactor + thirdTierTokens * tierThreeFactor, tokensPerCustomer, 1)",
      "Price over all tiers, as a share of the list price",
      "各档加权后的价格占标价的比例",
    ),
    formula(
      "apiRevenue",
      "money",
      "(freshTokens * inputPrice + cachedTokens * cachedPrice + outputTokens * outputPrice) / 1000000[token/megatoken] * tierFactor",
      "Revenue of metered calls",
      "API 调用收入",
    ),
    formula(
      "gpuHours",
      "gpuHour",
      "(freshTokens / inputTokensPerGpuSecond + outputTokens / outputTokensPerGpuSecond) / 3600[gpuSecond/gpuHour] / utilisation",
      "GPU-hours that the calls take (cached tokens take none)",
      "调用所需 GPU 小时（缓存命中不计）",
    ),
    formula(
      "reservedHours",
      "gpuHour",
      "reservedGpus * 730[gpuHour/gpu]",
      "Reserved GPU-hours, used or not",
      "预留 GPU 小时（无论是否使用）",
    ),
    formula(
      "spotHours",
      "gpuHour",
      "max(gpuHours - reservedHours, 0)",
      "GPU-hours beyond the reserved ones",
      "超出预留的 GPU 小时",
    ),
    formula(
      "apiCost",
      "money",
      "reservedHours * reservedPrice + spotHours * spotPrice",
      "Cost of serving",
      "推理服务成本",
    ),
  ],
};

/** Projects for clients, with what is bought for them. */
export const projects: Earning = {
  name: "project",
  inputs: [
    revenue(
      "projectsPerCustomer",
      "project/customer",
      count("0.15"),
      "Projects that a customer orders in a month",
      "单客户月均项目数",
    ),
    revenue("projectPrice", "money/project", money("40000"), "Price of a project", "项目单价"),
    delivery(
      "projectOutlay",
      "money/project",
      money("6000"),
      "What is bought for a project (compute, subcontractors)",
      "单个项目外购成本（算力、外包）",
    ),
  ],
  formulas: [
    formula("projects", "project", "customers * projectsPerCustomer", "Projects", "项目数"),
    formula("projectRevenue", "money", "projects * projectPrice", "Revenue of projects", "项目收入"),
    formula("projectCost", "money", "projects * projectOutlay", "Outlay for projects", "项目外购成本"),
  ],
};

/** Subscriptions by seat. */
export const seats: Earning = {
  name: "seat",
  inputs: [
    revenue("seatsPerCustomer", "seat/customer", count("20"), "Seats of a customer", "单客户席位数"),
    revenue("seatPrice", "money/seat", money("30"), "Price of a seat in a month", "席位月单价"),
    delivery(
      "seatHosting",
      "money/seat",
      money("6"),
      "Cost of running a seat (inference, hosting)",
      "单席位运行成本（推理、托管）",
    ),
    delivery(
      "paymentFees",
      "1",
      share("0.02"),
      "Fees of payment and shops, as a share of revenue",
      "支付与渠道手续费率",
    ),
  ],
  formulas: [
    formula("seats", "seat", "customers * seatsPerCustomer", "Seats", "席位数"),
    formula("seatRevenue", "money", "seats * seatPrice", "Revenue of seats", "席位订阅收入"),
    formula("seatCost", "money", "seats * seatHosting + seatRevenue * paymentFees", "Cost of seats", "席位成本"),
  ],
};

/** Data sets that are licensed, and labelling by the record. */
export const dataSets: Earning = {
  name: "data",
  inputs: [
    revenue(
      "licencesPerCustomer",
      "licence/customer",
      count("0.1"),
      "Data sets that a customer licenses in a month",
      "单客户月均采购数据集数",
    ),
    revenue("licencePrice", "money/licence", money("15000"), "Price of a data set's licence", "数据集授权单价"),
    revenue(
      "recordsPerCustomer",
      "record/customer",
      count("20000"),
      "Records labelled for a customer in a month",
      "单客户月均标注条数",
    ),
    revenue("recordPrice", "money/record", money("0.12"), "Price of a labelled record", "单条标注价格"),
    delivery(
      "licenceRoyalty",
      "1",
      share("0.25"),
      "Part of a licence's price that goes to those whose data they are",
      "数据权利方分成比例",
    ),
    delivery(
      "recordCost",
      "money/record",
      money("0.06"),
      "Cost of labelling and checking a record",
      "单条标注与质检成本",
    ),
  ],
  formulas: [
    formula("licences", "licence", "customers * licencesPerCustomer", "Data sets licensed", "数据集授权数"),
    formula("records", "record", "customers * recordsPerCustomer", "Records labelled", "标注条数"),
    formula(
      "dataRevenue",
      "money",
      "licences * licencePrice + records * recordPrice",
      "Revenue of data sets and labelling",
      "数据与标注收入",
    ),
    formula(
      "dataCost",
      "money",
      "licences * licencePrice * licenceRoyalty + records * recordCost",
      "Cost of data sets and labelling",
      "数据与标注成本",
    ),
  ],
};

/** Courses for groups. */
export const courses: Earning = {
  name: "course",
  inputs: [
    revenue(
      "coursesPerCustomer",
      "course/customer",
      count("0.2"),
      "Courses that a customer books in a month",
      "单客户月均课程数",
    ),
    revenue("participantsPerCourse", "participant/course", count("15"), "Participants of a course", "每期学员数"),
    revenue("participantPrice", "money/participant", money("400"), "Price for a participant", "学员单价"),
    delivery(
      "courseOutlay",
      "money/course",
      money("1800"),
      "Cost of a course (rooms, trainers, compute for exercises)",
      "单期课程成本（场地、讲师、实训算力）",
    ),
  ],
  formulas: [
    formula("courses", "course", "customers * coursesPerCustomer", "Courses", "课程期数"),
    formula("participants", "participant", "courses * participantsPerCourse", "Participants", "学员数"),
    formula("courseRevenue", "money", "participants * participantPrice", "Revenue of courses", "课程收入"),
    formula("courseCost", "money", "courses * courseOutlay", "Cost of courses", "课程成本"),
  ],
};

/** Support contracts. */
export const support: Earning = {
  name: "support",
  inputs: [
    revenue("supportShare", "1", share("0.2"), "Share of customers with a support contract", "购买支持服务的客户比例"),
    revenue("supportPrice", "money/customer", money("800"), "Price of a support contract in a month", "支持服务月费"),
    delivery(
      "supportHoursPerContract",
      "hour/customer",
      count("4"),
      "Hours of support that a contract takes in a month",
      "单合同月均支持工时",
    ),
    delivery("supportHourCost", "money/hour", money("45"), "Cost of an hour of support", "支持工时成本"),
  ],
  formulas: [
    formula("supportContracts", "customer", "customers * supportShare", "Support contracts", "支持合同数"),
    formula("supportRevenue", "money", "supportContracts * supportPrice", "Revenue of support", "支持服务收入"),
    formula(
      "supportCost",
      "money",
      "supportContracts * supportHoursPerContract * supportHourCost",
      "Cost of support",
      "支持服务成本",
    ),
  ],
};
