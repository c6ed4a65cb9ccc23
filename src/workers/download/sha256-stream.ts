/**
 * @file SHA-256 (FIPS 180-4) of bytes that come in pieces: `crypto.subtle` takes a whole input only, and a file of
 * gigabytes is never in memory. The block function is WebAssembly written here, all 64 rounds in a row: plain JavaScript
 * needs more than twice the time, and would be slower than a fast connection.
 */
import {
  assemble,
  get,
  I32_ADD,
  i32,
  join,
  load,
  set,
  shuffle,
  until,
  advance,
  type Code,
} from "#models/weights/wasm-assembler";

const BLOCK_BYTES = 64;
const ROUNDS = 64;
/** Where the eight words of the state are, and behind them the bytes to hash. */
const STATE = 0;
const INPUT = 64;
const INPUT_BYTES = 1 << 20;
const PAGES = 17;

/** Parameters and variables of the block function. */
const FROM = 0;
const END = 1;
const WORKING = 2; // a to h
const SCHEDULE = 10; // the last 16 words
const TEMPORARY = 26;
const VECTOR = 27;

const I32_LOAD = (offset: number): Code => [0x28, 2, offset];
const I32_STORE = (offset: number): Code => [0x36, 2, offset];
const I32_AND: Code = [0x71];
const I32_OR: Code = [0x72];
const I32_XOR: Code = [0x73];
const I32_SHR_U: Code = [0x76];
const I32_ROTR: Code = [0x78];
const EXTRACT_I32 = (lane: number): Code => [0xfd, 0x1b, lane];
/** Words are big-endian in the input. */
const SWAP_BYTES = Array.from({ length: 16 }, (_, index) => (index & ~3) + 3 - (index & 3));

/** Any 32-bit constant as a signed LEB128. */
function word(value: number): Code {
  const bytes: number[] = [];
  for (let rest = value | 0; ;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const last = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(last ? low : low | 0x80);
    if (last) return [0x41, ...bytes];
  }
}

const rotated = (local: number, bits: number): Code => [...get(local), ...i32(bits), ...I32_ROTR];
const shifted = (local: number, bits: number): Code => [...get(local), ...i32(bits), ...I32_SHR_U];
const xor3 = (one: Code, two: Code, three: Code): Code => [...one, ...two, ...I32_XOR, ...three, ...I32_XOR];

function readWords(): Code {
  return Array.from({ length: 4 }, (_, quarter) => [
    ...get(FROM),
    ...load(16 * quarter),
    ...set(VECTOR),
    ...get(VECTOR),
    ...get(VECTOR),
    ...shuffle(SWAP_BYTES),
    ...set(VECTOR),
    ...Array.from({ length: 4 }, (_, lane) => [
      ...get(VECTOR),
      ...EXTRACT_I32(lane),
      ...set(SCHEDULE + 4 * quarter + lane),
    ]).flat(),
  ]).flat();
}

/** w[t] += s0(w[t - 15]) + w[t - 7] + s1(w[t - 2]), in the place of w[t - 16]. */
function nextWord(t: number): Code {
  const at = (back: number): number => SCHEDULE + ((t - back) & 15);
  const s0 = xor3(rotated(at(15), 7), rotated(at(15), 18), shifted(at(15), 3));
  const s1 = xor3(rotated(at(2), 17), rotated(at(2), 19), shifted(at(2), 10));
  const sum = [...get(at(16)), ...s0, ...I32_ADD, ...get(at(7)), ...I32_ADD, ...s1, ...I32_ADD];
  return [...sum, ...set(at(16))];
}

/** One round; instead of moving a to h along, the next round uses other names for them. */
function round(t: number, constant: number): Code {
  const name = (index: number): number => WORKING + ((index - t) & 7);
  const [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => name(index)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const choice = [...get(f), ...get(g), ...I32_XOR, ...get(e), ...I32_AND, ...get(g), ...I32_XOR];
  const majority = join(get(a), get(b), I32_OR, get(c), I32_AND, get(a), get(b), I32_AND, I32_OR);
  const sum1 = xor3(rotated(e, 6), rotated(e, 11), rotated(e, 25));
  const sum0 = xor3(rotated(a, 2), rotated(a, 13), rotated(a, 22));
  return join(
    t < 16 ? [] : nextWord(t),
    join(get(h), sum1, I32_ADD, choice, I32_ADD, word(constant), I32_ADD, get(SCHEDULE + (t & 15)), I32_ADD),
    set(TEMPORARY),
    join(get(d), get(TEMPORARY), I32_ADD, set(d)),
    join(get(TEMPORARY), sum0, I32_ADD, majority, I32_ADD, set(h)),
  );
}

/** Hashes the blocks from `from` to `end`, at least one, into the state. */
function compile(memory: WebAssembly.Memory): (from: number, end: number) => void {
  const constants = fractionalRootBits(ROUNDS, Math.cbrt);
  const words = Array.from({ length: 8 }, (_, index) => index);
  const block = [
    ...words.flatMap((index) => [...i32(STATE), ...I32_LOAD(4 * index), ...set(WORKING + index)]),
    ...readWords(),
    ...constants.flatMap((constant, t) => round(t, constant)),
    ...words.flatMap((index) => {
      const sum = join(i32(STATE), I32_LOAD(4 * index), get(WORKING + index), I32_ADD);
      return join(i32(STATE), sum, I32_STORE(4 * index));
    }),
    ...advance(FROM, i32(BLOCK_BYTES)),
  ];
  const bytes = assemble([
    {
      name: "compress",
      params: ["i32", "i32"],
      results: [],
      locals: [...Array.from({ length: VECTOR - WORKING }, () => "i32" as const), "v128"],
      body: until(FROM, END, block),
    },
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return exports["compress"] as (from: number, end: number) => void;
}

interface Engine {
  readonly state: Int32Array;
  readonly input: Uint8Array;
  readonly compress: (from: number, end: number) => void;
}

let shared: Engine | undefined;

/** Compiled once; several hashes take turns, since each call is synchronous. */
function engine(): Engine {
  if (shared) return shared;
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const state = new Int32Array(memory.buffer, STATE, 8);
  const input = new Uint8Array(memory.buffer, INPUT, INPUT_BYTES);
  return (shared = { state, input, compress: compile(memory) });
}

/** `update` in order, then `digest` once. */
export class Sha256Stream {
  readonly #state = Int32Array.from(fractionalRootBits(8, Math.sqrt));
  /** Bytes that do not fill a block yet. */
  readonly #rest = new Uint8Array(BLOCK_BYTES);
  #restLength = 0;
  #length = 0;

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let from = 0;
    if (this.#restLength > 0) {
      from = Math.min(bytes.length, BLOCK_BYTES - this.#restLength);
      this.#rest.set(bytes.subarray(0, from), this.#restLength);
      this.#restLength += from;
      if (this.#restLength < BLOCK_BYTES) return;
      this.#compress(this.#rest);
    }
    const body = bytes.subarray(from);
    this.#restLength = body.length % BLOCK_BYTES;
    const blocks = body.subarray(0, body.length - this.#restLength);
    for (let at = 0; at < blocks.length; at += INPUT_BYTES)
      this.#compress(blocks.subarray(at, at + INPUT_BYTES));
    this.#rest.set(body.subarray(blocks.length));
  }

  /** 32 bytes. */
  digest(): Uint8Array {
    const restLength = this.#restLength;
    const tail = new Uint8Array(restLength + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES);
    tail.set(this.#rest.subarray(0, restLength));
    tail[restLength] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(this.#length / 0x2000_0000));
    view.setUint32(tail.length - 4, (this.#length * 8) >>> 0);
    this.#compress(tail);
    const digest = new DataView(new ArrayBuffer(32));
    this.#state.forEach((value, index) => digest.setInt32(4 * index, value));
    return new Uint8Array(digest.buffer);
  }

  #compress(blocks: Uint8Array): void {
    const { state, input, compress } = engine();
    state.set(this.#state);
    input.set(blocks);
    compress(INPUT, INPUT + blocks.length);
    this.#state.set(state);
  }
}

/** The first 32 fractional bits of a root of the first primes: where the constants of the standard come from. */
function fractionalRootBits(count: number, root: (prime: number) => number): readonly number[] {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate++) {
    if (isPrime(candidate)) words.push(((root(candidate) % 1) * 0x1_0000_0000) | 0);
  }
  return words;
}

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false;
  return true;
}
