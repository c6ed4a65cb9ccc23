/** @file Cuts an imessage-exporter text into its blocks: a date line, a sender, lines of text. */
import { isoLocal } from "#messages/collect";
import { MessageLines } from "#messages/message-lines";

export interface BlockHeader {
  /** Indented below what it answers. */
  readonly isNested: boolean;
  /** null for a day or a time that does not exist. */
  readonly local: string | null;
  /** "You renamed the conversation to X", on the date line; null for a message. */
  readonly announcement: string | null;
  readonly line: string;
}

export interface Block {
  readonly header: BlockHeader;
  readonly lineNumber: number;
  /** Sender first; indentation removed. */
  readonly lines: MessageLines;
  /** Text of the block that this one is indented below. */
  readonly parent: Block | null;
}

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
/** `Nov 24, 2026  3:05:09 PM (Read by you after 5 seconds)`: two spaces before an hour of one digit. */
const HEADER =
  /^( {4}){0,2}([A-Z][a-z]{2}) (\d\d), (\d{4}) ([ \d]?\d):(\d\d):(\d\d) ([AP]M)(?: \((?:Read|Delivered)[^()]{0,100}\))?(?: (.{1,500}))?$/;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

export function readHeader(line: string): BlockHeader | null {
  const match = line.length > 700 ? null : HEADER.exec(line);
  if (!match) return null;
  const month = MONTHS.indexOf(match[2]!) / 3 + 1;
  const hour12 = Number(match[5]);
  const hour = (hour12 % 12) + (match[8] === "PM" ? 12 : 0);
  const local = isoLocal(`${match[4]}-${two(month)}-${match[3]}T${two(hour)}:${match[6]}:${match[7]}`);
  return {
    isNested: match[1] !== undefined,
    local: Number.isInteger(month) && month >= 1 && hour12 >= 1 && hour12 <= 12 ? local : null,
    announcement: match[9] ?? null,
    line,
  };
}

export class BlockScanner {
  readonly #emit: (block: Block) => void;
  #current: Block | null = null;
  #lastTop: Block | null = null;
  #afterEmpty = true;

  constructor(emit: (block: Block) => void) {
    this.#emit = emit;
  }

  /** Only after an empty line, or indented, is a date line the begin of a block: else it is text. */
  push(line: string, lineNumber: number): void {
    const header = readHeader(line);
    const wasNested = this.#current?.header.isNested === true;
    if (header && (this.#afterEmpty || header.isNested || wasNested)) {
      this.finish();
      const parent = header.isNested ? this.#lastTop : null;
      this.#current = { header, lineNumber, lines: new MessageLines(), parent };
      if (!header.isNested) this.#lastTop = this.#current;
    } else if (this.#current) {
      this.#current.lines.push(this.#current.header.isNested ? line.replace(/^(?: {4}){1,2}/, "") : line);
    }
    this.#afterEmpty = line.trim() === "";
  }

  finish(): void {
    if (this.#current) this.#emit(this.#current);
    this.#current = null;
  }
}
