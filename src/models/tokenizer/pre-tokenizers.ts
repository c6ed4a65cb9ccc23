/**
 * @file How text is cut before the merges, as the library's configuration. The list is closed: a pattern in a file could
 * be made to hang the regex engine (spec reliability 5, h10), so files choose among these by naming one exactly.
 */
import { isJsonObject } from "#models/weights/strict-json";
import type { JsonValue } from "#models/weights/strict-json";

export type PreTokenizerName = "llama3" | "smollm" | "gpt2";

/** As `tokenizer.json` of Llama 3 has it: contractions, words, up to three digits, punctuation, line ends, spaces. */
export const LLAMA3_PATTERN =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** The same with the letters written out that count as s when case does not: the library folds ASCII only. */
const LLAMA3 = LLAMA3_PATTERN.replace("(?i:'s|", "'\\u{17f}|(?i:'s|");
/** What `ByteLevel` does by itself, with white space as Unicode has it instead of JavaScript's. */
const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
/** Every digit apart, of any script. */
const DIGITS = "\\p{N}";

const PATTERNS: Readonly<Record<PreTokenizerName, readonly string[]>> = {
  llama3: [LLAMA3],
  smollm: [DIGITS, GPT2],
  gpt2: [GPT2],
};

/** The `pre_tokenizer` of a `tokenizer.json` for the library. */
export function preTokenizerConfig(name: PreTokenizerName): object {
  const splits = PATTERNS[name].map((pattern) => ({
    type: "Split",
    pattern: { Regex: pattern },
    behavior: "Isolated",
    invert: false,
  }));
  const bytes = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false };
  return { type: "Sequence", pretokenizers: [...splits, bytes] };
}

/** By the steps that decide the cut, see `stepOf`. */
const BY_STEPS: ReadonlyMap<string, PreTokenizerName> = new Map([
  [`split ${LLAMA3_PATTERN} > bytes`, "llama3"],
  ["digits > words > bytes", "smollm"],
  ["words > bytes", "gpt2"],
]);

/** The one that a `pre_tokenizer` of a `tokenizer.json` is exactly; null for any other. */
export function preTokenizerName(value: JsonValue | undefined): PreTokenizerName | null {
  const steps =
    isJsonObject(value) && value.get("type") === "Sequence" ? value.get("pretokenizers") : [value];
  const names = Array.isArray(steps) ? (steps as readonly (JsonValue | undefined)[]).map(stepOf) : [];
  return BY_STEPS.get(names.join(" > ")) ?? null;
}

/** A step with everything in it that decides the cut; what we do not know has a name that is on no list. */
function stepOf(value: JsonValue | undefined): string {
  if (!isJsonObject(value)) return "?";
  const set = (field: string): boolean => value.get(field) === true;
  const type = value.get("type");
  switch (typeof type === "string" ? type : "") {
    case "Split": {
      const pattern = value.get("pattern");
      const regex = isJsonObject(pattern) ? pattern.get("Regex") : null;
      const isolated = value.get("behavior") === "Isolated" && !set("invert");
      return isolated && typeof regex === "string" ? `split ${regex}` : "?";
    }
    case "Digits":
      return set("individual_digits") ? "digits" : "?";
    case "ByteLevel":
      if (set("add_prefix_space")) return "?";
      return (value.get("use_regex") ?? true) === true ? "words > bytes" : "bytes";
    default:
      return "?";
  }
}
