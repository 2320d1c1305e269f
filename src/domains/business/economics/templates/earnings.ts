import { Topic } from "../engine/template.js";
import { count, type Earning, formula, inputsOf, money, share } from "./part.js";

const revenue = inputsOf(Topic.REVENUE);
const delivery = inputsOf(Topic.DELIVERY);

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
