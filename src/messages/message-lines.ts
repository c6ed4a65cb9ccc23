/** @file The lines of one message while a file is read. */
import { cutText } from "./clean-text.ts";
import { MAX_RAW_MESSAGE_CHARS } from "./limits.ts";

/** Keeps `MAX_RAW_MESSAGE_CHARS` of what is pushed, line ends counted. */
export class MessageLines {
  readonly #lines: string[] = [];
  #room = MAX_RAW_MESSAGE_CHARS;

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Something was not kept. */
  get isCut(): boolean {
    return this.#room < 0;
  }

  push(line: string): void {
    if (this.#room < 0) return;
    this.#lines.push(cutText(line, this.#room));
    this.#room -= line.length + 1;
  }
}
