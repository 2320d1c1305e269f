/**
 * Sentences of start-ups' days with slots, Chinese | English. A slot is named after what fills it (`slots.ts`), with a digit where a
 * sentence has two of a kind; both languages get the same filling. In English, `{who:has|have}` is the verb that fits who,
 * `{who.s}` a form of who's.
 */
export const templates: readonly { zh: string; en: string }[] = `
  {past}，{who}招聘了{people}。 | {who} hired {people} {past}.
  {who}{future}将招聘{people}。 | {who} will hire {people} {future}.
  {who}有{people}和{people2}。 | {who} {who:has|have} {people} and {people2}.
  {who}在{city}有{people}。 | {who} {who:has|have} {people} in {city}.
  {who}没有{staff}，只有{staff2}。 | {who} {who:has|have} no {staff}, only {staff2}.
  {people}{past}离开了{who}。 | {people} left {who.object} {past}.
  {city}的办公室有{number}名员工。 | The office in {city} has {number} {number:employee|employees}.
  {who}有多少名{staff}？ | How many {staff} {who:does|do} {who} have?
  {who}{past}购买了{things}。 | {who} bought {things} {past}.
  {who}需要{things}。 | {who} {who:needs|need} {things}.
  {who}需要{things}，但是只有{things2}。 | {who} {who:needs|need} {things} but {who:has|have} only {things2}.
  {things}要花多少钱？ | How much {things:does|do} {things} cost?
  {things}一共花了{price}。 | {things} cost {price} in total.
  仓库里还有{things}。 | There {things:is|are} still {things} in the warehouse.
  {things}{past}坏了。 | {things} broke down {past}.
  {who}{past}从{city}订购了{things}。 | {who} ordered {things} from {city} {past}.
  {who}{past}完成了{works}。 | {who} finished {works} {past}.
  {who}{future}将提交{works}。 | {who} will submit {works} {future}.
  {person}检查了{works}，发现了{number}个错误。 | {person} checked {works} and found {number} {number:mistake|mistakes}.
  数据集包含{records}。 | The data set contains {records}.
  {who}用{records}训练了这个模型。 | {who} trained this model on {records}.
  {who}{past}删除了{records}。 | {who} deleted {records} {past}.
  平台每天处理{large}笔订单。 | The platform processes {large} orders a day.
  {product}已经有{large}名用户。 | The {product} already has {large} users.
  {product}{past}被下载了{large}次。 | The {product} was downloaded {large} times {past}.
  {large}名用户中，{percent}来自{city}。 | Of the {large} users, {percent} come from {city}.
  {past}的{event}有{number}人参加。 | {number} {number:person|people} attended the {event} {past}.
  {past}{figure}{change}{percent}。 | {figure} {change} {percent} {past}.
  {who}的{figure}{change}{percent}。 | {who.s} {figure.bare} {change} {percent}.
  {who}把{figure}提高了{percent}。 | {who} increased {figure} by {percent}.
  {who}把{rate}降低到{percent}。 | {who} reduced {rate} to {percent}.
  {rate}从{percent}变为{percent2}。 | {rate} changed from {percent} to {percent2}.
  {past}，{who}的{rate}是{percent}。 | {who.s} {rate.bare} was {percent} {past}.
  虽然{figure}下降了{percent}，但是{figure2}增长了{percent2}。 | Although {figure} fell by {percent}, {figure2} grew by {percent2}.
  {income}的{percent}来自{city}。 | {percent} of {income} {income:comes|come} from {city}.
  {who}{past}融资{funds}。 | {who} raised {funds} {past}.
  {who}{future}需要{funds}。 | {who} will need {funds} {future}.
  {who}的估值达到了{funds}。 | {who.s} valuation has reached {funds}.
  {person}向{who}投资了{funds}。 | {person} invested {funds} in {who.object}.
  {who}{past}亏损了{funds}。 | {who} lost {funds} {past}.
  {who}{future}将签署一份价值{funds}的合同。 | {who} will sign a contract worth {funds} {future}.
  {who}把{funds}用于{field}研究。 | {who} spent {funds} on research in {field}.
  这款{product}的价格是{price}。 | The price of this {product} is {price}.
  这款{product}每月{price}。 | This {product} costs {price} a month.
  {product}{past}卖{price}，现在卖{price2}。 | The {product} cost {price} {past} and now costs {price2}.
  {price}太贵了，{person}只愿意付{price2}。 | {price} is too expensive; {person} is willing to pay only {price2}.
  {product}的价格{trend}{percent}。 | The price of the {product} {trend} {percent}.
  {who}要求{person}退还{price}。 | {who} asked {person} to refund {price}.
  会议{weekday}{clock}开始。 | The meeting starts at {clock} on {weekday}.
  {event}于{clock}结束。 | The {event} ended at {clock}.
  {event}将于{date}在{city}举行。 | The {event} will be held in {city} on {date}.
  {event}从{clock}开始，到{clock2}结束。 | The {event} starts at {clock} and ends at {clock2}.
  从{clock}到{clock2}，{product}无法使用。 | The {product} was not available from {clock} to {clock2}.
  {person}{weekday}{clock}到{city}。 | {person} arrives in {city} at {clock} on {weekday}.
  {who}于{day}成立。 | {who} {who:was|were} founded on {day}.
  {who}于{year}在{city}成立。 | {who} {who:was|were} founded in {city} in {year}.
  {who}希望在{coming}之前{goal}。 | {who} {who:hopes|hope} to {goal} before {coming}.
  {document}必须在{date}之前准备好。 | {document} must be ready before {date}.
  请在{clock}之前把{document}发给{person}。 | Please send {document} to {person} before {clock}.
  截止日期从{date}改到{date2}。 | The deadline was moved from {date} to {date2}.
  合同于{date}到期。 | The contract expires on {date}.
  {person}{day}{verb}了{document}。 | {person} {verb.past} {document} on {day}.
  训练这个模型需要{duration}。 | Training this model takes {duration}.
  {who}用了{duration}{verb}{document}。 | {who} took {duration} to {verb} {document}.
  {who}在{field}领域工作了{term}。 | {who} {who:has|have} worked in {field} for {term}.
  {who}的资金只够用{term}。 | {who.s} money will last for only {term}.
  {product}的保修期是{term}。 | The {product} has a warranty of {term}.
  {term}以后，{who}将{goal}。 | After {term}, {who} will {goal}.
  {who}{past}{verb}了{document}。 | {who} {verb.past} {document} {past}.
  {who}{future}将{verb}{document}。 | {who} will {verb} {document} {future}.
  {person}正在{verb}{document}。 | {person} is {verb.ing} {document}.
  {person}还没有{verb}{document}。 | {person} has not {verb.done} {document} yet.
  {who}决定不{verb}{document}。 | {who} decided not to {verb} {document}.
  {who}为什么要{verb}{document}？ | Why {who:does|do} {who} want to {verb} {document}?
  谁{verb}了{document}？ | Who {verb.past} {document}?
  你{future}能{verb}{document}吗？ | Can you {verb} {document} {future}?
  {person}要求{who}{verb}{document}。 | {person} asked {who.object} to {verb} {document}.
  {who}先{verb}了{document}，然后{verb2}了{document2}。 | {who} first {verb.past} {document} and then {verb2.past} {document2}.
  如果{figure}下降，{who}就会{verb}{document}。 | If {figure} {figure:falls|fall}, {who} will {verb} {document}.
  因为{figure}上升，{who}{past}{verb}了{document}。 | Because {figure} rose, {who} {verb.past} {document} {past}.
  {who}把{document}发给了{person}。 | {who} sent {document} to {person}.
  {person}{past}在{city}见了{person2}。 | {person} met {person2} in {city} {past}.
  {person}对{product}很满意。 | {person} is very satisfied with the {product}.
  {person}认为{product}太{fault}。 | {person} thinks that the {product} is too {fault}.
  {product}为什么这么{fault}？ | Why is the {product} so {fault}?
  这款{product}比竞争对手的更{virtue}。 | This {product} is {virtue.er} than the competitor's.
  新的{product}既{virtue}又{virtue2}。 | The new {product} is both {virtue} and {virtue2}.
  {product}不{fault}，而且很{virtue}。 | The {product} is not {fault}, and it is very {virtue}.
  {who}的{product}面向{field}行业。 | {who.s} {product} is made for the {field} industry.
  {who}计划{future}进入{city}市场。 | {who} {who:plans|plan} to enter the {city} market {future}.
  {who}的总部位于{city}。 | {who.s} headquarters are in {city}.
  {who}{future}将从{city}搬到{city2}。 | {who} will move from {city} to {city2} {future}.
  {field}和{field2}是{who}最重要的市场。 | {field} and {field2} are {who.s} most important markets.
  这是{who}的{ordinal}款{product}。 | This is {who.s} {ordinal} {product}.
  {who}在{city}开了{ordinal}家办公室。 | {who} opened {who.own} {ordinal} office in {city}.
`
  .trim()
  .split("\n")
  .map((line) => {
    const [zh, en] = line.split(" | ").map((side) => side.trim());
    return { zh, en };
  });
