import * as tokenizers from "@huggingface/tokenizers";
import { createHash } from "node:crypto";
import { z } from "zod";
import { CheckpointFault } from "./checkpoint-fault.js";

/** What is used of the library; its own declarations lack the extensions that Node's module resolution asks for. */
interface Tokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): { ids: number[] };
  token_to_id(token: string): number | undefined;
  get_vocab(): Map<string, number>;
}

const { Tokenizer } = tokenizers as unknown as { Tokenizer: new (description: object, config: object) => Tokenizer };

/** Numbers of the tokens that stand for no piece of a text. */
export interface SpecialTokens {
  /** Begins every input. */
  cls: number;
  /** Ends a text. */
  sep: number;
  pad: number;
}

const CLS = "[CLS]";
const SEP = "[SEP]";
const PAD = "[PAD]";
const UNK = "[UNK]";
const SPECIAL = [PAD, UNK, CLS, SEP, "[MASK]"];

/** The small files of a checkpoint by their names; undefined where there is none. */
export interface CheckpointTexts {
  text(name: string): Promise<string | undefined>;
}

/** What tokenizer_config.json may say of a vocab.txt. */
const settings = z.object({
  do_lower_case: z.boolean().default(true),
  strip_accents: z.boolean().nullable().default(null),
  tokenize_chinese_chars: z.boolean().default(true),
});

/** Cuts texts into the pieces that a checkpoint knows, by the Tokenizers library of Hugging Face. */
export class BertTokenizer {
  readonly special: SpecialTokens;
  /** SHA-256 of what decides how texts are cut. */
  readonly sha256: string;
  private readonly tokenizer: Tokenizer;

  /** By what a tokenizer.json says; see `description`. Throws `CheckpointFault` when it does not fit BERT. */
  constructor(readonly description: object) {
    this.tokenizer = new Tokenizer(description, {});
    this.sha256 = createHash("sha256").update(JSON.stringify(description)).digest("hex");
    const numberOf = (token: string): number => {
      const number = this.tokenizer.token_to_id(token);
      if (number === undefined) throw new CheckpointFault(`the vocabulary has no ${token}`);
      return number;
    };
    this.special = { cls: numberOf(CLS), sep: numberOf(SEP), pad: numberOf(PAD) };
  }

  /**
   * Reads a checkpoint's tokenizer.json, or where there is none its vocab.txt, whose case, accents and Chinese characters are taken as
   * tokenizer_config.json says.
   *
   * @throws {CheckpointFault} when there is neither, or it does not fit BERT.
   */
  static async open(files: CheckpointTexts): Promise<BertTokenizer> {
    const [ready, vocabulary, said] = await Promise.all(
      ["tokenizer.json", "vocab.txt", "tokenizer_config.json"].map((name) => files.text(name)),
    );
    try {
      if (ready !== undefined) return new BertTokenizer(JSON.parse(ready) as object);
      if (vocabulary === undefined) throw new CheckpointFault("there is neither tokenizer.json nor vocab.txt");
      return new BertTokenizer(wordPieces(linesOf(vocabulary), settings.parse(JSON.parse(said ?? "{}"))));
    } catch (error) {
      const file = ready === undefined ? "vocab.txt" : "tokenizer.json";
      const reason = error instanceof Error ? error.message : String(error);
      throw error instanceof CheckpointFault && vocabulary === undefined && ready === undefined
        ? error
        : new CheckpointFault(`${file} cannot be read: ${reason}`);
    }
  }

  /** One more than the greatest number of a token. */
  get size(): number {
    return Math.max(...this.tokenizer.get_vocab().values()) + 1;
  }

  /** Numbers of a text's pieces, without special tokens. A text of none but spaces has no pieces. */
  pieces(text: string): number[] {
    return this.tokenizer.encode(text, { add_special_tokens: false }).ids;
  }
}

function linesOf(vocabulary: string): string[] {
  return vocabulary.replace(/\r?\n$/, "").split(/\r?\n/);
}

/** A vocab.txt as a tokenizer.json says it: BERT's basic tokeniser, then the longest pieces first. */
function wordPieces(tokens: readonly string[], said: z.output<typeof settings>): object {
  const vocabulary = Object.fromEntries(tokens.map((token, number) => [token, number]));
  const added = SPECIAL.filter((token) => token in vocabulary).map((content) => {
    const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false };
    return { id: vocabulary[content], content, special: true, ...plain };
  });
  return {
    added_tokens: added,
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: said.tokenize_chinese_chars,
      strip_accents: said.strip_accents,
      lowercase: said.do_lower_case,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    model: {
      type: "WordPiece",
      unk_token: UNK,
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: vocabulary,
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    post_processor: null,
    padding: null,
    truncation: null,
  };
}
