import { phrases } from "./word-lists.js";

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
