/**
 * @file A model in MLC's form, made up: its two lists, shards of random bytes, a small tokenizer, and in place of the
 * compiled library one that has the runtime's entry points and computes nothing. WebLLM takes it as far as the end of its
 * last shard; then it asks the library for the model.
 */
import { createHash, randomBytes } from "node:crypto";

export type MlcFiles = Record<string, Buffer>;

/** Its shards have no tensors: what is in them is read whole, but nothing is put on the GPU. */
export function madeUpModel(shardCount = 3, shardBytes = 4096): MlcFiles {
  const shards = Array.from(
    { length: shardCount },
    (_, index) => [`params_shard_${index}.bin`, randomBytes(shardBytes)] as const,
  );
  const records = shards.map(([dataPath, { length }]) => ({
    dataPath,
    format: "raw-shard",
    nbytes: length,
    records: [],
  }));
  return {
    "mlc-chat-config.json": json({
      model_type: "llama",
      vocab_size: 128_256,
      context_window_size: 131_072,
      sliding_window_size: -1,
      attention_sink_size: -1,
      tokenizer_files: ["tokenizer.json", "tokenizer_config.json"],
      conv_template: { stop_str: [], stop_token_ids: [128_001] },
    }),
    "tensor-cache.json": json({ metadata: { ParamSize: 0 }, records }),
    "tokenizer.json": json(TOKENIZER),
    "tokenizer_config.json": json({}),
    "model-lib.wasm": standInLibrary(),
    ...Object.fromEntries(shards),
  };
}

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

const TOKENIZER = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: { type: "BPE", vocab: { a: 0, b: 1, ab: 2 }, merges: ["a b"] },
};

const I32 = 0x7f;
/** Instructions of the WebAssembly core specification, chapter 5.4. */
const END = 0x0b;
const ZERO = [0x41, 0x00];
const PAGES = 64;
const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Entry points of TVM's runtime: parameters, all of 32 bits, and body. */
const ENTRY_POINTS: Readonly<Record<string, readonly [parameters: number, body: readonly number[]]>> = {
  // Memory from a global that only grows: global.get 0, then global 0 += size rounded up to 16.
  TVMWasmAllocSpace: [1, [0x23, 0, 0x23, 0, 0x20, 0, 0x41, 15, 0x6a, 0x41, 0x70, 0x71, 0x6a, 0x24, 0]],
  TVMWasmFreeSpace: [1, ZERO],
  // Every function exists: a handle that is not zero is stored where the second parameter says.
  TVMFFIFunctionGetGlobal: [2, [0x20, 1, 0x41, 8, 0x36, 2, 0, ...ZERO]],
  // Each type has its own number: global 1, which then grows by one.
  TVMFFITypeKeyToIndex: [2, [0x20, 1, 0x23, 1, 0x36, 2, 0, 0x23, 1, 0x41, 1, 0x6a, 0x24, 1, ...ZERO]],
  ...Object.fromEntries(
    [
      "TVMFFIFunctionCall",
      "TVMFFIFunctionSetGlobal",
      "TVMFFIFunctionCreate",
      "TVMFFIWasmFunctionCreate",
      "TVMFFIObjectDecRef",
      "TVMFFIObjectIncRef",
      "TVMFFIAnyViewToOwnedAny",
      "TVMFFIGetTypeInfo",
      "TVMFFIWasmGetLastError",
      "TVMFFIErrorSetRaisedFromCStr",
      "_initialize",
    ].map((name) => [name, [name === "_initialize" ? 0 : 6, ZERO]] as const),
  ),
};

/** What the runtime needs of a library to start. */
function standInLibrary(): Buffer {
  const entries = Object.entries(ENTRY_POINTS);
  const types = entries.map(([, [count]]) => [
    0x60,
    ...vector(Array.from({ length: count }, () => [I32])),
    1,
    I32,
  ]);
  const exported = entries.map(([name], index) => [...text(name), 0x00, ...uint(index)]);
  const bodies = entries.map(([, [, body]]) => {
    const code = [0, ...body, END];
    return [...uint(code.length), ...code];
  });
  return Buffer.from([
    ...MAGIC_AND_VERSION,
    ...section(1, types),
    ...section(
      3,
      entries.map((_, index) => uint(index)),
    ),
    ...section(5, [[0x00, PAGES]]),
    // Addresses from 64 KiB on and type numbers from 32 on are handed out.
    ...section(6, [
      [I32, 0x01, 0x41, 0x80, 0x80, 0x04, END],
      [I32, 0x01, 0x41, 0x20, END],
    ]),
    ...section(7, [[...text("memory"), 0x02, 0], ...exported]),
    ...section(10, bodies),
  ]);
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = vector(items);
  return [id, ...uint(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...uint(items.length), ...items.flat()];
}

function text(value: string): number[] {
  return vector([...Buffer.from(value)].map((byte) => [byte]));
}

/** Unsigned LEB128. */
function uint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...uint(value >>> 7)];
}
