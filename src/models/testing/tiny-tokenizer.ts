/** @file A byte-level tokenizer for the tiny Llama: three special tokens, the 256 bytes, and a few merges. */
import type { GgufMetadata } from "./gguf-writer.ts";

const SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];
const MERGES = ["t h", "th e", "Ġ a", "i n", "e r", "Ġ the", "o n"];
const [NORMAL, CONTROL] = [1, 3];

const CHAT_TEMPLATE =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/** GPT-2's characters for the bytes 0 to 255. */
export function byteCharacters(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCodePoint(printable ? byte : next++);
  });
}

/** Exactly `vocabSize` tokens; those that text never gives are called `unused-N`. */
export function tinyTokenizerMetadata(vocabSize: number): GgufMetadata {
  const known = [...SPECIAL, ...byteCharacters(), ...MERGES.map((merge) => merge.replace(" ", ""))];
  const unused = Array.from({ length: vocabSize - known.length }, (_, index) => `unused-${index}`);
  const tokens = [...known, ...unused];
  return {
    "tokenizer.ggml.model": "gpt2",
    "tokenizer.ggml.pre": "smollm",
    "tokenizer.ggml.tokens": tokens,
    "tokenizer.ggml.merges": MERGES,
    "tokenizer.ggml.token_type": tokens.map((_, id) => (id < SPECIAL.length ? CONTROL : NORMAL)),
    "tokenizer.ggml.eos_token_id": 2,
    "tokenizer.chat_template": CHAT_TEMPLATE,
  };
}
