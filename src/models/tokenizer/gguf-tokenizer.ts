/**
 * @file The tokenizer of a GGUF checkpoint, run by `@huggingface/transformers`: the metadata is turned into the
 * `tokenizer.json` that library reads. The pre-tokenizer comes from a list of known ones, never from the file: a
 * pattern in a file could be made to hang the regex engine (spec reliability 5, h10).
 */
import { PreTrainedTokenizer } from "@huggingface/transformers";
import { AppError } from "#shared/errors";
import type { Gguf } from "#models/weights/gguf";

/** Pre-tokenizers by `tokenizer.ggml.pre`. */
const PRE_TOKENIZERS: ReadonlyMap<string, object> = new Map([
  [
    "smollm",
    {
      type: "Sequence",
      pretokenizers: [
        { type: "Digits", individual_digits: true },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
  ],
]);

const MAX_VOCABULARY = 300_000;
/** llama.cpp token types that are matched as a whole: control and user-defined. */
const CONTROL = 3;
const USER_DEFINED = 4;

export interface Tokenizer {
  /** Token ids of `text`; the strings of special tokens become those tokens. */
  encode(text: string): number[];
  /** The bytes a token stands for; empty for special tokens. */
  tokenBytes(id: number): Uint8Array;
  readonly vocabularySize: number;
  /** Strings that `encode` turns into special tokens, e.g. `<|im_end|>`. */
  readonly specialTokens: readonly string[];
  /** Tokens that end an answer. */
  readonly stopTokens: ReadonlySet<number>;
}

/** @throws AppError `weights-unsupported` for an unknown tokenizer, `weights-corrupt` for inconsistent tables. */
export function readGgufTokenizer(gguf: Gguf): Tokenizer {
  const { metadata } = gguf;
  const pre = metadata.get("tokenizer.ggml.pre");
  const preTokenizer = typeof pre === "string" ? PRE_TOKENIZERS.get(pre) : undefined;
  if (metadata.get("tokenizer.ggml.model") !== "gpt2" || !preTokenizer) {
    throw new AppError("weights-unsupported", "unknown tokenizer", { field: "tokenizer.ggml.pre" });
  }
  const tokens = strings(metadata.get("tokenizer.ggml.tokens"), "tokens");
  const merges = strings(metadata.get("tokenizer.ggml.merges"), "merges");
  ensureMergesFit(merges, new Set(tokens));
  const types = metadata.get("tokenizer.ggml.token_type");
  if (!Array.isArray(types) || types.length !== tokens.length) {
    throw new AppError("weights-corrupt", "token_type does not match tokens", { field: "token_type" });
  }
  const special = new Set<number>();
  types.forEach((type, id) => {
    if (type === CONTROL || type === USER_DEFINED) special.add(id);
  });
  const library = new PreTrainedTokenizer(tokenizerJson(tokens, merges, special, preTokenizer), {});
  return {
    encode: (text) => library.encode(text, { add_special_tokens: false }),
    tokenBytes: (id) => (special.has(id) ? EMPTY : byteLevelBytes(tokens[id] ?? "")),
    vocabularySize: tokens.length,
    specialTokens: [...special].map((id) => tokens[id] as string),
    stopTokens: stopTokens(metadata),
  };
}

const EMPTY = new Uint8Array(0);

function strings(value: unknown, field: string): readonly string[] {
  const valid = Array.isArray(value) && value.length <= MAX_VOCABULARY;
  if (!valid || !value.every((item) => typeof item === "string")) {
    throw new AppError("weights-corrupt", `tokenizer ${field} is not a list of strings`, { field });
  }
  return value;
}

/** Both halves of a merge and what they make are tokens; otherwise text would vanish without a word. */
function ensureMergesFit(merges: readonly string[], vocabulary: ReadonlySet<string>): void {
  for (const merge of merges) {
    const space = merge.indexOf(" ");
    const [left, right] = [merge.slice(0, space), merge.slice(space + 1)];
    if (space < 1 || ![left, right, left + right].every((token) => vocabulary.has(token))) {
      throw new AppError("weights-corrupt", "merge of unknown tokens", { field: "merges" });
    }
  }
}

function stopTokens(metadata: Gguf["metadata"]): Set<number> {
  const ids = ["eos_token_id", "eot_token_id", "eom_token_id"].map((key) =>
    metadata.get(`tokenizer.ggml.${key}`),
  );
  return new Set(ids.filter((id): id is number => typeof id === "number"));
}

function tokenizerJson(
  tokens: readonly string[],
  merges: readonly string[],
  special: ReadonlySet<number>,
  preTokenizer: object,
): object {
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [...special].map((id) => ({
      id,
      content: tokens[id],
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: preTokenizer,
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
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
