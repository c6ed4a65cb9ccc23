/**
 * @file Lines to records: one header template for each file, everything else continues the record before
 * (spec messages-calendar 1.2 rules a and b).
 */
import type { DateFields } from "#messages/date-order";
import { MAX_THREAD_MESSAGES } from "#messages/limits";
import { MessageLines } from "#messages/message-lines";
import { readHeader, type Header } from "./header.ts";

export interface ScannedRecord {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly first: string;
  /** Index in `first` of the sender or of the system sentence. */
  readonly restAt: number;
  /** One object for all records of a day. */
  readonly date: DateFields;
  /** Seconds since midnight. */
  readonly secondOfDay: number;
  readonly template: string;
  /** Lines behind the first one. */
  more: MessageLines | null;
}

/** What the template of a file says about all its records. */
export type FileStyle = Pick<Header, "hasSeconds" | "looksAmerican" | "yearFirst">;

const NO_STYLE: FileStyle = { hasSeconds: false, looksAmerican: false, yearFirst: "no" };

/** Headers seen before the template of the file is fixed. */
const TEMPLATE_HITS = 200;
/** Room above the limit, so that old records are dropped in large steps. */
const TRIM_SLACK = 50_000;

export class RecordScanner {
  #records: ScannedRecord[] = [];
  #template: string | null = null;
  #line = 0;
  #preamble: { line: number; text: string } | null = null;
  /** Records in another template than the file's, before its first one. */
  readonly #lost: ScannedRecord[] = [];
  #firstLineIsHeader: boolean | null = null;
  #dropped = 0;
  readonly #dates = new Map<string, DateFields>();
  /** The first header of each template. */
  readonly #styles = new Map<string, Header>();

  push(line: string): void {
    this.#line++;
    const header = readHeader(line);
    if (this.#firstLineIsHeader === null && line.trim() !== "") this.#firstLineIsHeader = header !== null;
    if (header && (this.#template === null || header.template === this.#template)) this.#begin(line, header);
    else this.#continue(line);
  }

  #begin(first: string, header: Header): void {
    let style = this.#styles.get(header.template);
    if (!style) this.#styles.set(header.template, (style = header));
    this.#records.push({
      line: this.#line,
      first,
      restAt: header.restAt,
      date: this.#shareDate(header.date),
      secondOfDay: header.secondOfDay,
      template: style.template,
      more: null,
    });
    if (this.#template === null && this.#records.length === TEMPLATE_HITS) this.#freeze();
    if (this.#records.length > MAX_THREAD_MESSAGES + TRIM_SLACK) this.#trim();
  }

  #shareDate(date: DateFields): DateFields {
    const key = `${date.first}.${date.second}.${date.third}`;
    const shared = this.#dates.get(key);
    if (shared) return shared;
    this.#dates.set(key, date);
    return date;
  }

  #continue(text: string): void {
    const record = this.#records.at(-1);
    if (record) (record.more ??= new MessageLines()).push(text);
    else if (text.trim() !== "") this.#preamble ??= { line: this.#line, text };
  }

  #trim(): void {
    const surplus = this.#records.length - MAX_THREAD_MESSAGES;
    if (surplus <= 0) return;
    this.#dropped += surplus;
    this.#records = this.#records.slice(surplus);
  }

  /**
   * The template of the first line wins: an export begins with a header, so a long message full of headers in another
   * style cannot outvote it. Without one, the most frequent template.
   */
  #freeze(): void {
    const counts = new Map<string, number>();
    for (const { template } of this.#records) counts.set(template, (counts.get(template) ?? 0) + 1);
    const ranked = [...counts].sort((a, b) => b[1] - a[1]);
    const template = this.#firstLineIsHeader ? this.#records[0]!.template : (ranked[0]?.[0] ?? null);
    this.#template = template;

    const provisional = this.#records;
    this.#records = [];
    for (const record of provisional) {
      if (record.template === template) this.#records.push(record);
      else if (!appendRecord(this.#records.at(-1), record)) this.#lost.push(record);
    }
  }

  /** The records in file order, and what lies outside them. */
  finish(): {
    readonly records: readonly ScannedRecord[];
    readonly style: FileStyle;
    /** The first line before any record. */
    readonly preamble: { readonly line: number; readonly text: string } | null;
    /** What looks like a record and is none of the file. */
    readonly lost: readonly ScannedRecord[];
    /** Records dropped because there were more than `MAX_THREAD_MESSAGES`: the oldest. */
    readonly dropped: number;
  } {
    if (this.#template === null && this.#records.length > 0) this.#freeze();
    this.#trim();
    const style = this.#styles.get(this.#template ?? "") ?? NO_STYLE;
    const [preamble, lost, dropped] = [this.#preamble, this.#lost, this.#dropped];
    return { records: this.#records, style, preamble, lost, dropped };
  }
}

/** Makes the text of a record part of the one before. @returns false without one: its text is nowhere then */
export function appendRecord(to: ScannedRecord | undefined, record: ScannedRecord): boolean {
  if (!to) return false;
  const more = (to.more ??= new MessageLines());
  more.push(record.first);
  for (const line of record.more?.lines ?? []) more.push(line);
  return true;
}
