/** @file Batches the text of an answer into parts, about one a frame. */
import type { GeneratePart } from "#shared/language-model";
import type { AnswerText } from "./answer-text.ts";

const PART_INTERVAL_MS = 16;

export class TextStream {
  readonly #answer: AnswerText;
  readonly #onPart: (part: GeneratePart) => void;
  #waiting = "";
  #sentAt = 0;

  constructor(answer: AnswerText, onPart: (part: GeneratePart) => void) {
    this.#answer = answer;
    this.#onPart = onPart;
  }

  /** A stop string was met. */
  get stopped(): boolean {
    return this.#answer.stopped;
  }

  push(bytes: Uint8Array): void {
    this.#waiting += this.#answer.push(bytes);
    if (performance.now() - this.#sentAt >= PART_INTERVAL_MS) this.#send();
  }

  /** @returns the whole text. */
  end(): string {
    this.#waiting += this.#answer.end();
    this.#send();
    return this.#answer.text;
  }

  #send(): void {
    if (this.#waiting === "") return;
    this.#onPart({ type: "text-delta", text: this.#waiting });
    this.#waiting = "";
    this.#sentAt = performance.now();
  }
}
