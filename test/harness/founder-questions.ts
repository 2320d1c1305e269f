const NAMES = ["Anna", "Bert", "Clara", "David", "Emma", "Fritz", "Greta", "Hugo", "Ida", "Jonas"];

/** Ten passages of one sentence or several, in SQuAD's format, each with a question that it answers and one that it does not. */
export function founderQuestions(): string {
  const paragraphs = NAMES.map((name, at) => {
    const context = `${"The market was quiet. ".repeat((at % 4) * 3)}${name} founded the company in 20${10 + at}.`;
    const answers = [{ text: name, answer_start: context.indexOf(name) }];
    const asked = { id: `${at}-a`, question: "Who founded the company?", answers };
    return { context, qas: [asked, { id: `${at}-b`, question: "Who sold it?", answers: [], is_impossible: true }] };
  });
  return JSON.stringify({ version: "2.0", data: [{ title: "Founders", paragraphs }] });
}
