import { Confidence } from "../../content/content.specs.js";
import type { Localized } from "../../../kernel/localized.js";
import { afterWorkingDays, WorkingCalendar } from "./working-days.js";

export enum PeriodUnit {
  HOURS = "HOURS",
  DAYS = "DAYS",
  WORKING_DAYS = "WORKING_DAYS",
  MONTHS = "MONTHS",
}

/** A duty that has to be done within a period after something has happened. */
export interface Duty {
  slug: string;
  title: Localized;
  /** What starts the period. */
  start: Localized;
  amount: number;
  unit: PeriodUnit;
  /** Of working days. */
  calendar: WorkingCalendar | null;
  framework: string;
  locator: string;
  confidence: Confidence;
  checkedOn: string;
}

const { HOURS, DAYS, WORKING_DAYS, MONTHS } = PeriodUnit;
const { HIGH, MEDIUM } = Confidence;
const [KNOWN, FILED]: Record<"start", Localized>[] = [
  { start: { en: "When it became known", zh: "知悉之时" } },
  { start: { en: "When the service began", zh: "提供服务之日" } },
];

function duty(
  slug: string,
  [amount, unit, calendar]: [number, PeriodUnit, WorkingCalendar?],
  [framework, locator, confidence]: [string, string, Confidence],
  text: { title: Localized; start: Localized },
): Duty {
  return {
    slug,
    amount,
    unit,
    calendar: calendar ?? null,
    framework,
    locator,
    confidence,
    checkedOn: "2026-11-22",
    ...text,
  };
}

/** The periods that the frameworks set, in our own words. */
const DUTIES: readonly Duty[] = [
  duty("gdpr-breach-notification", [72, HOURS], ["gdpr", "Art. 33", HIGH], {
    ...KNOWN,
    title: { en: "Notify a personal data breach to the authority", zh: "向监管机构报告个人数据泄露" },
  }),
  duty("gdpr-request-answered", [1, MONTHS], ["gdpr", "Art. 12(3)", HIGH], {
    title: { en: "Answer a request of a data subject", zh: "答复数据主体的请求" },
    start: { en: "When the request came", zh: "收到请求之时" },
  }),
  duty("cn-incident-report", [4, HOURS], ["cn-incident-reporting", "Art. 4", MEDIUM], {
    ...KNOWN,
    title: { en: "Report a network security incident in China", zh: "报告网络安全事件" },
  }),
  duty("cn-incident-report-critical", [1, HOURS], ["cn-incident-reporting", "Art. 4", MEDIUM], {
    ...KNOWN,
    title: {
      en: "Report an incident as an operator of critical infrastructure in China",
      zh: "关键信息基础设施运营者报告安全事件",
    },
  }),
  duty("ai-act-serious-incident", [15, DAYS], ["eu-ai-act", "Art. 73", MEDIUM], {
    ...KNOWN,
    title: { en: "Report a serious incident of a high-risk system", zh: "报告高风险系统的严重事件" },
  }),
  duty("ai-act-widespread-incident", [2, DAYS], ["eu-ai-act", "Art. 73", MEDIUM], {
    ...KNOWN,
    title: { en: "Report a widespread or critical serious incident", zh: "报告大范围或特别严重的事件" },
  }),
  duty("cn-algorithm-filing", [10, WORKING_DAYS, WorkingCalendar.CN], ["cn-algorithm-provisions", "Art. 24", HIGH], {
    ...FILED,
    title: { en: "File a recommendation algorithm", zh: "办理算法备案" },
  }),
  duty("cn-algorithm-change", [10, WORKING_DAYS, WorkingCalendar.CN], ["cn-algorithm-provisions", "Art. 24", HIGH], {
    title: { en: "File a change of what was filed", zh: "办理算法备案变更" },
    start: { en: "When it changed", zh: "信息变更之日" },
  }),
  duty(
    "cn-algorithm-deregistration",
    [20, WORKING_DAYS, WorkingCalendar.CN],
    ["cn-algorithm-provisions", "Art. 24", HIGH],
    {
      title: { en: "Deregister an algorithm that is no longer offered", zh: "办理算法备案注销" },
      start: { en: "When the service ended", zh: "终止服务之日" },
    },
  ),
  duty("ai-act-logs-kept", [6, MONTHS], ["eu-ai-act", "Art. 26(6)", MEDIUM], {
    title: { en: "Keep the logs of a high-risk system until then at least", zh: "高风险系统日志至少保存至此日" },
    start: { en: "When they were written", zh: "日志产生之时" },
  }),
  duty("cn-unlabelled-logs-kept", [6, MONTHS], ["cn-labelling-measures", "Art. 9", MEDIUM], {
    title: {
      en: "Keep the log of a copy without a label until then at least",
      zh: "未添加显式标识内容的日志至少保存至此日",
    },
    start: { en: "When the copy was handed over", zh: "提供该内容之时" },
  }),
];

export function dutyCatalogue(): readonly Duty[] {
  return DUTIES;
}

export function findDuty(slug: string): Duty | undefined {
  return DUTIES.find((known) => known.slug === slug);
}

/**
 * When a duty's period ends that starts at `from`. Hours and days run on from the instant; months end on the same day of the month, or
 * on its last where it is shorter, in UTC; working days end with the last of them.
 */
export function dueAfter({ amount, unit, calendar }: Duty, from: Date): { at: Date; approximate: boolean } {
  if (unit === PeriodUnit.WORKING_DAYS) return afterWorkingDays(from, amount, calendar!);
  if (unit === PeriodUnit.MONTHS) return { at: afterMonths(from, amount), approximate: false };
  const hours = unit === PeriodUnit.HOURS ? amount : amount * 24;
  return { at: new Date(from.getTime() + hours * 3_600_000), approximate: false };
}

function afterMonths(from: Date, months: number): Date {
  const at = new Date(from);
  at.setUTCMonth(from.getUTCMonth() + months);
  if (at.getUTCDate() !== from.getUTCDate()) at.setUTCDate(0);
  return at;
}
