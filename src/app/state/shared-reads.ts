/** @file Reads of what other tabs write too: none is left standing that began before the last change. */

export class SharedReads {
  readonly #read: () => Promise<void>;
  /** Somebody wants to know: before that, news is of no interest. */
  #wanted = false;
  #running: Promise<void> | null = null;
  #again: Promise<void> | null = null;

  /** @param read shows what is stored, or why it can't be read; never rejects */
  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  /** Reads now, or once more after a read that is under way: that one may have missed the last change. */
  load(): Promise<void> {
    this.#wanted = true;
    if (this.#again) return this.#again;
    if (!this.#running) return this.#run();
    this.#again = this.#running.then(() => {
      this.#again = null;
      return this.#wanted ? this.#run() : undefined;
    });
    return this.#again;
  }

  /** Something was changed, by another tab or another part of this one. */
  async heard(): Promise<void> {
    if (this.#wanted) await this.load();
  }

  /** Nobody wants to know any more, until the next `load`. */
  stop(): void {
    this.#wanted = false;
  }

  #run(): Promise<void> {
    this.#running = this.#read().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }
}
