/**
 * @file Numbers for strings that need not be kept: of each only 64 bits are, so that a million of them take some 15 MB.
 * Two of a million strings have the same bits once in forty million times.
 */
import { NumberList } from "./number-list.ts";

const FIRST_SLOTS = 32;

export class StringNumbers {
  /** By number: the two halves of the hash. */
  readonly #highs = NumberList.ofInt32();
  readonly #lows = NumberList.ofInt32();
  /** The number and one; 0 = a free slot. */
  #slots = new Int32Array(FIRST_SLOTS);

  get count(): number {
    return this.#highs.size;
  }

  /** Equal strings have one number; a new one gets the next, from 0. */
  numberOf(text: string): number {
    if (4 * this.count >= 3 * this.#slots.length) this.#grow();
    const { high, low } = hash(text);
    const slot = this.#slotOf(high, low);
    if (this.#slots[slot] === 0) {
      this.#highs.push(high);
      this.#lows.push(low);
      this.#slots[slot] = this.count;
    }
    return this.#slots[slot]! - 1;
  }

  has(text: string): boolean {
    const { high, low } = hash(text);
    return this.#slots[this.#slotOf(high, low)] !== 0;
  }

  /** Linear probing: at most three quarters of the slots are taken. */
  #slotOf(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    let slot = low & mask;
    for (let taken = this.#slots[slot]!; taken !== 0; taken = this.#slots[slot]!) {
      if (this.#lows.get(taken - 1) === low && this.#highs.get(taken - 1) === high) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = this.#lows.get(number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
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
  return mixed ^ (mixed >>> 16);
}
