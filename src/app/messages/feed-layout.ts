/**
 * @file Where the pages of a thread lie in the scrolled list, and which of them a window shows. Heights are estimates until
 * a page was drawn; what is scrolled to then moves by the difference, not the person.
 */

/** Pages from `first` to `last`, both included. */
export interface PageRange {
  readonly first: number;
  readonly last: number;
}

export class FeedLayout {
  readonly #heights: Float64Array;
  /** Offset of each page and, at the end, of what comes after the last. */
  readonly #offsets: Float64Array;
  /** Offsets up to this page are right. */
  #valid = 0;

  /** @param heights of the pages in pixels, estimated */
  constructor(heights: readonly number[]) {
    this.#heights = Float64Array.from(heights);
    this.#offsets = new Float64Array(heights.length + 1);
  }

  get count(): number {
    return this.#heights.length;
  }

  get total(): number {
    return this.offsetOf(this.count);
  }

  heightOf(page: number): number {
    return this.#heights[page] ?? 0;
  }

  /** Pixels above a page. */
  offsetOf(page: number): number {
    for (; this.#valid < page; this.#valid++)
      this.#offsets[this.#valid + 1] = this.#offsets[this.#valid]! + this.#heights[this.#valid]!;
    return this.#offsets[page] ?? 0;
  }

  /** Notes the real height of a page. @returns by how much it differs from the one before */
  measure(page: number, height: number): number {
    const change = height - this.heightOf(page);
    if (change === 0 || page >= this.count) return 0;
    this.#heights[page] = height;
    this.#valid = Math.min(this.#valid, page);
    return change;
  }

  /** The pages that lie between two offsets; clamped, so that there is always one while the list is not empty. */
  range(from: number, to: number): PageRange {
    const last = this.count - 1;
    return {
      first: Math.max(0, Math.min(this.#pageAt(from), last)),
      last: Math.max(0, Math.min(this.#pageAt(to), last)),
    };
  }

  #pageAt(offset: number): number {
    this.offsetOf(this.count);
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#offsets[middle + 1]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
