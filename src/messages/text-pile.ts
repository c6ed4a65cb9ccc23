/** @file Text that grows by many small pieces: looking at its end or at a part does not join all of it each time. */

export class TextPile {
  readonly #pieces: string[] = [];

  /** Number of pieces: where the next one will be. */
  get size(): number {
    return this.#pieces.length;
  }

  /** The last UTF-16 unit, or an empty string. */
  get lastUnit(): string {
    return this.#pieces.at(-1)?.slice(-1) ?? "";
  }

  push(text: string): void {
    if (text !== "") this.#pieces.push(text);
  }

  /** At most `maxChars` UTF-16 units from a piece on. */
  sliceFrom(piece: number, maxChars: number): string {
    const parts: string[] = [];
    let room = maxChars;
    for (let at = piece; at < this.#pieces.length && room > 0; at++) {
      const part = this.#pieces[at]!.slice(0, room);
      parts.push(part);
      room -= part.length;
    }
    return parts.join("");
  }

  join(): string {
    return this.#pieces.join("");
  }
}
