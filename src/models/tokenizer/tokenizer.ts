/**
 * @file The tokenizer of every model that we run, whatever file it came in: byte-level BPE, run by
 * `@huggingface/transformers` from tables that the readers have checked.
 */
import { PreTrainedTokenizer } from "@huggingface/transformers";
import { AppError } from "#shared/errors";
import { preTokenizerConfig } from "./pre-tokenizers.ts";
import type { PreTokenizerName } from "./pre-tokenizers.ts";

export interface Tokenizer {
  /** Token ids of `text`; the strings of special tokens become those tokens. Nothing is put in front. */
  encode(text: string): number[];
  /** The bytes a token stands for; empty for special tokens and ids without a token. */
  tokenBytes(id: number): Uint8Array;
  /** The id of a token by its string, e.g. `<|image|>`; null when there is none. */
  idOf(token: string): number | null;
  /** Rows of the model's head: ids from here on (the picture token) are read, never generated. */
  readonly vocabularySize: number;
  /** Strings that `encode` turns into special tokens, e.g. `<|im_end|>`. */
  readonly specialTokens: readonly string[];
  /** Tokens that end an answer. */
  readonly stopTokens: ReadonlySet<number>;
}

/** A token that is matched as a whole wherever it stands. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Stands for no text. */
  readonly special: boolean;
}

export interface ByteLevelBpe {
  /** Tokens in the characters of the byte-level alphabet, with their ids. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Earlier ones first. */
  readonly merges: readonly (readonly [string, string])[];
  readonly addedTokens: readonly AddedToken[];
  readonly preTokenizer: PreTokenizerName;
  /** Words that are tokens are taken as they are, whatever the merges would make of them. */
  readonly ignoreMerges: boolean;
  readonly vocabularySize: number;
  readonly stopTokens: Iterable<number>;
}

/** The largest known vocabulary has 262,144 tokens. */
export const MAX_VOCABULARY = 300_000;

const EMPTY = new Uint8Array(0);
/** Llama 3's ends of a text, of a message to a tool and of a turn: one that a file forgets ends an answer all the same. */
const END_TOKENS = new Set(["<|end_of_text|>", "<|eom_id|>", "<|eot_id|>"]);

/** @throws AppError `weights-corrupt` when a merge is not of tokens or a token to match is empty. */
export function byteLevelTokenizer(bpe: ByteLevelBpe): Tokenizer {
  const { vocabulary, addedTokens } = bpe;
  ensureMergesFit(bpe);
  // An empty one would be found between any two letters.
  if (addedTokens.some(({ content }) => content === "")) {
    throw new AppError("weights-corrupt", "empty special token", { field: "added_tokens" });
  }
  const library = new PreTrainedTokenizer(tokenizerJson(bpe), {});
  const tokens = tokensById(vocabulary);
  const added = new Map(addedTokens.map((token) => [token.id, token]));
  const idsOfAdded = new Map(addedTokens.map(({ id, content }) => [content, id]));
  const special = addedTokens.filter((token) => token.special);
  const ends = special.filter(({ content }) => END_TOKENS.has(content)).map(({ id }) => id);
  return {
    encode: (text) => library.encode(text, { add_special_tokens: false }),
    tokenBytes: (id) => {
      const whole = added.get(id);
      if (whole) return whole.special ? EMPTY : new TextEncoder().encode(whole.content);
      return byteLevelBytes(tokens[id] ?? "");
    },
    idOf: (token) => idsOfAdded.get(token) ?? vocabulary.get(token) ?? null,
    vocabularySize: bpe.vocabularySize,
    specialTokens: special.map(({ content }) => content),
    stopTokens: new Set([...bpe.stopTokens, ...ends]),
  };
}

/** Both halves of a merge and what they make are tokens; otherwise text would vanish without a word. */
function ensureMergesFit({ merges, vocabulary }: ByteLevelBpe): void {
  for (const [left, right] of merges) {
    const known = vocabulary.has(left) && vocabulary.has(right) && vocabulary.has(left + right);
    if (!known || left === "" || right === "") {
      throw new AppError("weights-corrupt", "merge of unknown tokens", { field: "merges" });
    }
  }
}

function tokensById(vocabulary: ReadonlyMap<string, number>): readonly (string | undefined)[] {
  const tokens: (string | undefined)[] = [];
  for (const [token, id] of vocabulary) tokens[id] = token;
  return tokens;
}

function tokenizerJson(bpe: ByteLevelBpe): object {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: bpe.addedTokens.map((token) => ({
      ...token,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: null,
    pre_tokenizer: preTokenizerConfig(bpe.preTokenizer),
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: bpe.ignoreMerges,
      vocab: Object.fromEntries(bpe.vocabulary),
      merges: bpe.merges,
    },
  };
}

/** GPT-2's table: printable bytes stand for themselves, the others for U+0100 onwards (Radford et al. 2019). */
const BYTE_OF_CHARACTER = buildByteTable();

function printable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}

function buildByteTable(): ReadonlyMap<string, number> {
  const table = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++)
    table.set(String.fromCharCode(printable(byte) ? byte : next++), byte);
  return table;
}

function byteLevelBytes(token: string): Uint8Array {
  return Uint8Array.from(token, (character) => BYTE_OF_CHARACTER.get(character) ?? 0x3f);
}
