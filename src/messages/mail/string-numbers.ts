/** @file Numbers for strings that need not be kept: of each only 64 bits are, so a million of them take 30 MB. */

const FIRST_SLOTS = 1024;

export class StringNumbers {
  #high = new Uint32Array(FIRST_SLOTS);
  #low = new Uint32Array(FIRST_SLOTS);
  /** The number and one; 0 = a free slot. */
  #numbers = new Int32Array(FIRST_SLOTS);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Equal strings have one number; a new one gets the next, from 0. */
  numberOf(text: string): number {
    if (2 * this.#count >= this.#numbers.length) this.#grow();
    const { high, low } = hash(text);
    const slot = this.#slotOf(high, low);
    if (this.#numbers[slot] === 0) this.#take(slot, high, low, ++this.#count);
    return this.#numbers[slot]! - 1;
  }

  /** Linear probing: at most half of the slots are taken. */
  #slotOf(high: number, low: number): number {
    const mask = this.#numbers.length - 1;
    let slot = low & mask;
    while (this.#numbers[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high))
      slot = (slot + 1) & mask;
    return slot;
  }

  #take(slot: number, high: number, low: number, number: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#numbers[slot] = number;
  }

  #grow(): void {
    const [high, low, numbers] = [this.#high, this.#low, this.#numbers];
    const slots = 2 * numbers.length;
    this.#high = new Uint32Array(slots);
    this.#low = new Uint32Array(slots);
    this.#numbers = new Int32Array(slots);
    for (let at = 0; at < numbers.length; at++) {
      if (numbers[at] === 0) continue;
      this.#take(this.#slotOf(high[at]!, low[at]!), high[at]!, low[at]!, numbers[at]!);
    }
  }
}

/**
 * Two multiplicative hashes, each stirred by the other's half (the finaliser of MurmurHash3). Strings that were made to
 * collide would only be taken for equal, and equal ones anyone can write too.
 */
function hash(text: string): { readonly high: number; readonly low: number } {
  let first = 0x9e3779b9 ^ text.length;
  let second = 0x85ebca6b;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second + code, 0x5bd1e995) ^ (second >>> 13);
  }
  return { high: stir(first ^ (second >>> 16)), low: stir(second ^ (first << 7)) };
}

function stir(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
