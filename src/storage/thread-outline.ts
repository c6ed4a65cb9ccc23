/**
 * @file The outline of a thread: enough to lay out its list, choose a range and count people without reading a message.
 * A thread of 100,000 messages has an outline of about 100 KB. Pure; imports-reading.ts makes and keeps it.
 */
import type { Id, Message } from "#messages/message";

/** Messages of one page: few enough to draw within a frame, many enough to keep the number of requests small. */
export const PAGE_MESSAGES = 40;

/** Where a line of text is taken to break when its height is estimated. */
const CHARACTERS_PER_LINE = 60;

export interface OutlinePage {
  /** `seq` of its first message; it ends where the next page begins. */
  readonly firstSeq: number;
  readonly count: number;
  /** Lines of text in it, estimated. */
  readonly lines: number;
  /** Sender of the message before it, or null when that has none. */
  readonly follows: Id | null;
}

/** Messages of one day that follow each other; a thread in order has one run a day. */
export interface DayRun {
  /** `YYYY-MM-DD` as sent; null = undated. */
  readonly date: string | null;
  readonly count: number;
}

export interface OutlinePerson {
  readonly id: Id;
  readonly count: number;
  /** Wall time of their latest message. */
  readonly last: string | null;
}

export interface ThreadOutline {
  readonly count: number;
  readonly attachments: number;
  readonly pages: readonly OutlinePage[];
  readonly days: readonly DayRun[];
  readonly people: readonly OutlinePerson[];
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** Takes the messages of a thread in order. */
export class OutlineBuilder {
  readonly #pages: Open<OutlinePage>[] = [];
  readonly #days: Open<DayRun>[] = [];
  readonly #people = new Map<Id, Open<OutlinePerson>>();
  #count = 0;
  #attachments = 0;
  #before: Id | null = null;

  add(message: Message): void {
    let page = this.#pages.at(-1);
    if (!page || page.count === PAGE_MESSAGES) {
      page = { firstSeq: message.seq, count: 0, lines: 0, follows: this.#before };
      this.#pages.push(page);
    }
    page.count++;
    page.lines += linesOf(message);
    this.#count++;
    this.#attachments += message.attachments.length;
    this.#addDay(message.time?.local.slice(0, 10) ?? null);
    if (message.senderId !== null) this.#addPerson(message.senderId, message.time?.local ?? null);
    this.#before = message.kind === "system" ? null : message.senderId;
  }

  finish(): ThreadOutline {
    return {
      count: this.#count,
      attachments: this.#attachments,
      pages: this.#pages,
      days: this.#days,
      people: [...this.#people.values()],
    };
  }

  #addDay(date: string | null): void {
    const run = this.#days.at(-1);
    if (run && run.date === date) run.count++;
    else this.#days.push({ date, count: 1 });
  }

  #addPerson(id: Id, local: string | null): void {
    const person = this.#people.get(id);
    if (!person) this.#people.set(id, { id, count: 1, last: local });
    else {
      person.count++;
      if (local !== null && local > (person.last ?? "")) person.last = local;
    }
  }
}

function linesOf({ text, attachments, flags }: Message): number {
  const chips = attachments.length > 0 || flags.length > 0 ? 1 : 0;
  return Math.max(1, Math.ceil(text.length / CHARACTERS_PER_LINE)) + chips;
}

/** Index of the page that holds `seq`; -1 before the first page. */
export function pageOf({ pages }: Pick<ThreadOutline, "pages">, seq: number): number {
  let low = 0;
  let high = pages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pages[middle]!.firstSeq <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
