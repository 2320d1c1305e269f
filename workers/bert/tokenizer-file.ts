import { BertTokenizer } from "../../src/domains/training/checkpoints/bert-tokenizer.js";

/**
 * A tokeniser as a tokenizer.json of its own says it: where the run's does not say how texts get [CLS] and [SEP], as those from a vocab.txt do not,
 * it is added, so that Hugging Face's libraries read texts as the run did.
 */
export function tokenizerFile(description: object): object {
  const { post_processor: ready } = description as { post_processor?: object | null };
  if (ready) return { version: "1.0", ...description };
  const { cls, sep } = new BertTokenizer(description).special;
  const special = (id: string, type_id: number) => ({ SpecialToken: { id, type_id } });
  const text = (id: string, type_id: number) => ({ Sequence: { id, type_id } });
  const single = [special("[CLS]", 0), text("A", 0), special("[SEP]", 0)];
  const number = (id: string, own: number) => ({ id, ids: [own], tokens: [id] });
  const post_processor = {
    type: "TemplateProcessing",
    single,
    pair: [...single, text("B", 1), special("[SEP]", 1)],
    special_tokens: { "[CLS]": number("[CLS]", cls), "[SEP]": number("[SEP]", sep) },
  };
  return { version: "1.0", ...description, post_processor };
}
