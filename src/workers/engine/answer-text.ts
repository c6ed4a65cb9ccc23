/**
 * @file Tokens to text while they arrive: UTF-8 sequences split over tokens stay together, and text that may be the
 * beginning of a stop string waits until that is decided.
 */

export class AnswerText {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #stop: readonly string[];
  #waiting = "";
  #text = "";
  #stopped = false;

  constructor(stop: readonly string[]) {
    this.#stop = stop.filter((string) => string !== "");
  }

  /** Everything given out so far. */
  get text(): string {
    return this.#text;
  }

  /** A stop string was met; nothing after it is given out. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** @returns the text that is certain now. */
  push(bytes: Uint8Array): string {
    return this.#add(this.#decoder.decode(bytes, { stream: true }));
  }

  /** @returns what was still waiting when the answer ended. */
  end(): string {
    const certain = this.#add(this.#decoder.decode());
    return certain + this.#giveOut(this.#waiting, "");
  }

  #add(text: string): string {
    if (this.#stopped) return "";
    const all = this.#waiting + text;
    const positions = this.#stop.map((stop) => all.indexOf(stop)).filter((position) => position >= 0);
    if (positions.length > 0) {
      this.#stopped = true;
      return this.#giveOut(all.slice(0, Math.min(...positions)), "");
    }
    const held = this.#heldLength(all);
    return this.#giveOut(all.slice(0, all.length - held), all.slice(all.length - held));
  }

  /** Length of the longest end of `text` that begins a stop string. */
  #heldLength(text: string): number {
    const longest = Math.max(0, ...this.#stop.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const end = text.slice(-length);
      if (this.#stop.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }

  #giveOut(certain: string, waiting: string): string {
    this.#waiting = this.#stopped ? "" : waiting;
    this.#text += certain;
    return certain;
  }
}
