/** @file Cuts a web page, read in pieces, into its records: `div` elements of certain classes that are in no other record. */
import { MAX_RECORD_CHARS } from "./limits.ts";

const DIV = /<(\/?)div\b/gi;
/** A tag is cut no later than this: exporters write short ones. */
const MAX_TAG_CHARS = 2000;
const MAX_HEAD_CHARS = 64 * 1024;

export class HtmlRecordScanner {
  readonly #isRecord: RegExp;
  readonly #emit: (html: string, isComplete: boolean) => void;
  #rest = "";
  /** Where `#rest` has been looked at. */
  #at = 0;
  #depth = 0;
  #head = "";
  #hasRecord = false;

  /** @param isRecord of the opening tag of a record, from `<div` to `>`. */
  constructor(isRecord: RegExp, emit: (html: string, isComplete: boolean) => void) {
    this.#isRecord = isRecord;
    this.#emit = emit;
  }

  /** What comes before the first record. */
  get head(): string {
    return this.#head;
  }

  push(text: string): void {
    this.#rest += text;
    this.#scan(false);
  }

  finish(): void {
    this.#scan(true);
    if (this.#depth > 0) this.#emit(this.#rest, false);
    this.#rest = "";
    this.#depth = 0;
  }

  #scan(isLast: boolean): void {
    DIV.lastIndex = this.#at;
    for (let match = DIV.exec(this.#rest); match; match = DIV.exec(this.#rest)) {
      const end = this.#rest.indexOf(">", match.index) + 1;
      // The rest of the tag is in the next piece.
      if (end === 0 && !isLast && this.#rest.length - match.index < MAX_TAG_CHARS) break;
      this.#at = end === 0 ? match.index + 4 : end;
      if (match[1] === "/") this.#close();
      else this.#open(match.index);
      DIV.lastIndex = this.#at;
    }
    this.#forget();
  }

  #open(start: number): void {
    if (this.#depth > 0) this.#depth++;
    else if (this.#isRecord.test(this.#rest.slice(start, this.#at))) {
      this.#drop(start);
      this.#hasRecord = true;
      this.#depth = 1;
    }
  }

  #close(): void {
    if (this.#depth === 0 || --this.#depth > 0) return;
    this.#emit(this.#rest.slice(0, this.#at), true);
    this.#drop(this.#at);
  }

  /** A record that never ends is given up; between records nothing is kept but a tag that has begun. */
  #forget(): void {
    if (this.#depth > 0) {
      if (this.#rest.length <= MAX_RECORD_CHARS) return;
      this.#emit(this.#rest, false);
      this.#depth = 0;
      this.#drop(this.#rest.length);
    } else {
      const tag = this.#rest.lastIndexOf("<");
      this.#drop(tag >= this.#at && this.#rest.length - tag < MAX_TAG_CHARS ? tag : this.#rest.length);
    }
  }

  #drop(count: number): void {
    if (!this.#hasRecord && this.#head.length < MAX_HEAD_CHARS) this.#head += this.#rest.slice(0, count);
    this.#rest = this.#rest.slice(count);
    this.#at = Math.max(0, this.#at - count);
  }
}
