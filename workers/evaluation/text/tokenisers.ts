/** How a sentence is cut into the tokens that BLEU counts, by sacrebleu's names. */
export type Tokeniser = "13a" | "zh" | "char" | "intl" | "none";

/**
 * The tokens of a sentence, as sacrebleu (Post, "A Call for Clarity in Reporting BLEU Scores", WMT 2018) makes them: `13a` is
 * mteval-v13a's for languages with spaces, `zh` cuts Chinese into characters first, `intl` follows Unicode's punctuation, `char` counts
 * characters. Scores are comparable only under the same one.
 */
export function tokenised(sentence: string, tokeniser: Tokeniser): string[] {
  return words(tokenisers[tokeniser](sentence));
}

const tokenisers: Record<Tokeniser, (sentence: string) => string> = {
  "13a": (sentence) => separated(` ${unescaped(sentence)} `),
  zh: (sentence) => separated(sentence.trim().replaceAll(CHINESE, " $& ")),
  char: (sentence) => Array.from(sentence).join(" "),
  intl: (sentence) =>
    sentence
      .replaceAll(/(\P{N})(\p{P})/gu, "$1 $2 ")
      .replaceAll(/(\p{P})(\P{N})/gu, " $1 $2")
      .replaceAll(/\p{S}/gu, " $& "),
  none: (sentence) => sentence,
};

/**
 * What sacrebleu takes for Chinese. Its two ranges beyond 16 bits were written with four digits and came to mean U+2001–2A6D and
 * U+2F81–2FA1, so that dashes and quotation marks stand alone; scores are equal only with them as they are.
 */
const CHINESE =
  /[\u3400-\u4db5\u4e00-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\u2001-\u2a6d\uff00-\uffef\u2e80-\u2eff\u3000-\u303f\u31c0-\u31ef\u2f00-\u2fff\u3100-\u312f\u31a0-\u31bf\ufe10-\ufe1f\ufe30-\ufe4f\u3200-\u33ff]/g;

function unescaped(sentence: string): string {
  return sentence
    .replaceAll("<skipped>", "")
    .replaceAll("-\n", "")
    .replaceAll("\n", " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
}

/** Puts spaces around punctuation, but not around full stops and commas within numbers. */
function separated(sentence: string): string {
  return sentence
    .replaceAll(/[{-~[-` -&(-+:-@/]/g, " $& ")
    .replaceAll(/([^0-9])([.,])/g, "$1 $2 ")
    .replaceAll(/([.,])([^0-9])/g, " $1 $2")
    .replaceAll(/([0-9])(-)/g, "$1 $2 ");
}

/** What stands between spaces. */
export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
