/**
 * @file Cuts a stream of bytes into mails: an mbox at its `From ` lines (RFC 4155; mboxrd and mboxo quoting undone), an
 * .eml as one. Holds one mail at a time, without its attachments.
 */
import { MAX_LINE_CHARS } from "#messages/limits";
import { PartFilter } from "./part-filter.ts";

export interface RawMail {
  /** From 1, in file order. */
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Content other than attachments was over the limits and left out. */
  readonly isCut: boolean;
  /** The bytes end in the headers. */
  readonly hasNoBody: boolean;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const LETTER_F = 0x46;
const EQUALS = 0x3d;
const GREATER = 0x3e;
/** See `LineUse`. */
const QUOTED_PRINTABLE = new TextEncoder().encode("Content-Transfer-Encoding: quoted-printable\r\n");
const MAX_SEPARATOR_CHARS = 400;
/** `From mara@example.org Tue Nov 24 10:15:00 2026`, with a zone before or behind the year in some programs. */
const SEPARATOR =
  /^From .{0,330}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? {1,3}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,3}\d{1,2} \d{1,2}:\d\d(?::\d\d)?(?: (?:[+-]\d{4}|[A-Z]{1,5})){0,2} \d{4}(?: (?:[+-]\d{4}|[A-Z]{1,5}))?\s*$/;

/** True for a line that begins a mail in an mbox. */
export function isSeparator(line: string): boolean {
  return line.length <= MAX_SEPARATOR_CHARS && SEPARATOR.test(line);
}

export class MailSplitter {
  readonly #isMbox: boolean;
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #afterEmpty = true;
  #number = 0;
  #mail: MailPieces | null = null;
  #done: RawMail[] = [];

  constructor(kind: "mbox" | "eml") {
    this.#isMbox = kind === "mbox";
    if (kind === "eml") this.#begin();
  }

  /** The mails that end in this piece of the file. */
  push(chunk: Uint8Array<ArrayBuffer>): readonly RawMail[] {
    const bytes = join(this.#rest, chunk);
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      this.#takeLine(bytes, from, end + 1);
      from = end + 1;
    }
    // A line without end must not grow without end.
    if (bytes.length - from > MAX_LINE_CHARS) {
      this.#takeLine(bytes, from, bytes.length);
      from = bytes.length;
    }
    this.#mail?.letGo();
    this.#rest = bytes.slice(from);
    return this.#takeDone();
  }

  /** The last mail. */
  finish(): readonly RawMail[] {
    if (this.#rest.length > 0) this.#takeLine(this.#rest, 0, this.#rest.length);
    this.#end();
    return this.#takeDone();
  }

  #takeLine(bytes: Uint8Array<ArrayBuffer>, from: number, end: number): void {
    const isFirstOfMail =
      this.#isMbox && this.#afterEmpty && bytes[from] === LETTER_F && startsMail(bytes, from, end);
    this.#afterEmpty =
      bytes[from] === LINE_FEED || (bytes[from] === CARRIAGE_RETURN && bytes[from + 1] === LINE_FEED);
    if (isFirstOfMail) {
      this.#end();
      this.#begin();
      return;
    }
    if (!this.#mail && !this.#afterEmpty) this.#begin();
    if (this.#mail) {
      const isQuoted = this.#isMbox && bytes[from] === GREATER && isQuotedFrom(bytes, from, end);
      this.#mail.add(bytes, isQuoted ? from + 1 : from, end);
    }
  }

  #begin(): void {
    this.#mail = new MailPieces(++this.#number);
  }

  #end(): void {
    const mail = this.#mail?.finish();
    if (mail) this.#done.push(mail);
    this.#mail = null;
  }

  #takeDone(): readonly RawMail[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }
}

/** The kept bytes of one mail: neighbouring lines are one piece. */
class MailPieces {
  readonly #number: number;
  readonly #filter = new PartFilter();
  readonly #pieces: Uint8Array<ArrayBuffer>[] = [];
  /** So many pieces are copies; the others are parts of the piece of the file. */
  #copied = 0;
  #source: Uint8Array<ArrayBuffer> | null = null;
  #from = 0;
  #end = 0;

  constructor(number: number) {
    this.#number = number;
  }

  add(bytes: Uint8Array<ArrayBuffer>, from: number, end: number): void {
    const use = this.#filter.use(bytes, from, end);
    if (use === "drop") return;
    if (use === "header-end") this.#addApart(QUOTED_PRINTABLE);
    const line = use === "plain" ? bytes.subarray(from, end) : null;
    if (line?.includes(EQUALS)) this.#addApart(escapeEquals(line));
    else this.#addRange(bytes, from, end);
  }

  #addApart(piece: Uint8Array<ArrayBuffer>): void {
    this.#endRange();
    this.#pieces.push(piece);
  }

  #addRange(bytes: Uint8Array<ArrayBuffer>, from: number, end: number): void {
    if (this.#source === bytes && this.#end === from) {
      this.#end = end;
      return;
    }
    this.#endRange();
    this.#source = bytes;
    this.#from = from;
    this.#end = end;
  }

  #endRange(): void {
    if (this.#source && this.#end > this.#from)
      this.#pieces.push(this.#source.subarray(this.#from, this.#end));
    this.#source = null;
  }

  /** Lets go of the piece of the file: what is kept of it is copied. */
  letGo(): void {
    this.#endRange();
    for (; this.#copied < this.#pieces.length; this.#copied++)
      this.#pieces[this.#copied] = this.#pieces[this.#copied]!.slice();
  }

  /** null without a byte. */
  finish(): RawMail | null {
    this.#endRange();
    const length = this.#pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (length === 0) return null;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { number: this.#number, bytes, isCut: this.#filter.isCut, hasNoBody: !this.#filter.hasBody };
  }
}

/** `=` as quoted-printable has it (RFC 2045 section 6.7); all other bytes may stay as they are. */
function escapeEquals(line: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const escaped: number[] = [];
  for (const byte of line) {
    if (byte === EQUALS) escaped.push(EQUALS, 0x33, 0x44);
    else escaped.push(byte);
  }
  return Uint8Array.from(escaped);
}

function startsMail(bytes: Uint8Array, from: number, end: number): boolean {
  if (end - from > MAX_SEPARATOR_CHARS || !follows(bytes, from, "From ")) return false;
  return isSeparator(String.fromCharCode(...bytes.subarray(from, end)));
}

/** `>From `, `>>From `, …: one `>` was added. */
function isQuotedFrom(bytes: Uint8Array, from: number, end: number): boolean {
  let at = from;
  while (at < end && bytes[at] === GREATER) at++;
  return follows(bytes, at, "From ");
}

function follows(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++)
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

function join(first: Uint8Array<ArrayBuffer>, second: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
