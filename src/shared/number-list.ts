/**
 * @file Growing lists of numbers of one machine type, for what an import keeps of each of a million messages: four or
 * eight bytes each, where an array of JavaScript takes eight, and half as much again whenever it grows.
 */

const CHUNK_ITEMS = 1 << 16;
const FIRST_ITEMS = 16;

type NumberArray = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

export class NumberList {
  readonly #make: (items: number) => NumberArray;
  /** All of `CHUNK_ITEMS`, so that nothing is copied when the list grows; a list of one chunk may be smaller. */
  readonly #chunks: NumberArray[];
  #size = 0;

  private constructor(make: (items: number) => NumberArray) {
    this.#make = make;
    this.#chunks = [make(FIRST_ITEMS)];
  }

  /** Of whole numbers from -2^31 to 2^31 - 1. */
  static ofInt32(): NumberList {
    return new NumberList((items) => new Int32Array(items));
  }

  static ofFloat64(): NumberList {
    return new NumberList((items) => new Float64Array(items));
  }

  get size(): number {
    return this.#size;
  }

  /** @param index below `size`. */
  get(index: number): number {
    return this.#chunks[index >> 16]![index & (CHUNK_ITEMS - 1)]!;
  }

  /** @param index at most `size`: then the list grows by one. */
  set(index: number, value: number): void {
    if (index === this.#size) this.push(value);
    else this.#chunks[index >> 16]![index & (CHUNK_ITEMS - 1)] = value;
  }

  push(value: number): void {
    const last = this.#chunks.at(-1)!;
    const at = this.#size & (CHUNK_ITEMS - 1);
    if (this.#size > 0 && at === 0 && last.length === CHUNK_ITEMS) this.#chunks.push(this.#make(CHUNK_ITEMS));
    else if (at === last.length) this.#growFirst(last);
    this.#chunks.at(-1)![at] = value;
    this.#size++;
  }

  #growFirst(first: NumberArray): void {
    const larger = this.#make(2 * first.length);
    larger.set(first);
    this.#chunks[0] = larger;
  }
}
