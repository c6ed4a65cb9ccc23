/**
 * @file SHA-256 (FIPS 180-4), synchronous. `crypto.subtle` needs one promise for each digest, which costs more than the
 * hash itself for the hundreds of thousands of short inputs of an import. For ids only, never for secrets.
 */

const ROUND_CONSTANTS = fractionalRootBits(64, Math.cbrt);
const INITIAL_STATE = fractionalRootBits(8, Math.sqrt);
const BLOCK_BYTES = 64;

/** The first 32 fractional bits of a root of the first primes: where the constants of the standard come from. */
function fractionalRootBits(count: number, root: (prime: number) => number): Int32Array {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate++) {
    if (isPrime(candidate)) words.push(((root(candidate) % 1) * 0x1_0000_0000) | 0);
  }
  return Int32Array.from(words);
}

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false;
  return true;
}

const schedule = new Int32Array(64);
const state = new Int32Array(8);
const tailBytes = new Uint8Array(2 * BLOCK_BYTES);
const tailView = new DataView(tailBytes.buffer);
const digest = new Uint8Array(32);
const digestView = new DataView(digest.buffer);

/** The 32-byte digest of `bytes`; overwritten by the next call. */
export function sha256(bytes: Uint8Array): Uint8Array {
  state.set(INITIAL_STATE);
  const wholeBlocks = bytes.length - (bytes.length % BLOCK_BYTES);
  for (let offset = 0; offset < wholeBlocks; offset += BLOCK_BYTES) compress(bytes, offset);

  const tailLength = fillTail(bytes, wholeBlocks);
  for (let offset = 0; offset < tailLength; offset += BLOCK_BYTES) compress(tailBytes, offset);

  for (let word = 0; word < 8; word++) digestView.setInt32(word * 4, state[word]!);
  return digest;
}

/** The rest of the input, a 1 bit, zeros, and the length in bits: one or two blocks in `tailBytes`. */
function fillTail(bytes: Uint8Array, from: number): number {
  const rest = bytes.length - from;
  const length = rest + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES;
  tailBytes.fill(0);
  tailBytes.set(bytes.subarray(from));
  tailBytes[rest] = 0x80;
  tailView.setUint32(length - 8, Math.floor(bytes.length / 0x2000_0000));
  tailView.setUint32(length - 4, (bytes.length * 8) >>> 0);
  return length;
}

function compress(bytes: Uint8Array, offset: number): void {
  for (let t = 0, at = offset; t < 16; t++, at += 4)
    schedule[t] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  for (let t = 16; t < 64; t++) {
    const w15 = schedule[t - 15]!;
    const w2 = schedule[t - 2]!;
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    schedule[t] = (schedule[t - 16]! + s0 + schedule[t - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let t = 0; t < 64; t++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const temp1 = (h + sum1 + choice + ROUND_CONSTANTS[t]! + schedule[t]!) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + temp1) | 0;
    d = c;
    c = b;
    b = a;
    a = (temp1 + sum0 + majority) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
