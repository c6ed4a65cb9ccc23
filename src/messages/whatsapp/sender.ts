/** @file Where the sender ends and the text begins, when both may hold ": " (spec messages-calendar 1.2). */

import { fold } from "#messages/matching";

/** Sender and text behind a header; no sender = a system sentence. */
export interface SenderSplit {
  readonly sender: string | null;
  readonly text: string;
}

const MAX_SENDER_CHARS = 100;

/** Splits at the first ": ", or at a ":" that ends the line (an empty first line of a message). */
export function splitSender(rest: string): SenderSplit {
  for (let at = rest.indexOf(":"); at >= 0 && at <= MAX_SENDER_CHARS; at = rest.indexOf(":", at + 1)) {
    if (at > 0 && (at === rest.length - 1 || isSpace(rest.charCodeAt(at + 1)))) {
      return { sender: rest.slice(0, at), text: rest.slice(at + 2) };
    }
  }
  return { sender: null, text: rest };
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x00a0 || code === 0x202f;
}

/** A name is told from texts that begin alike ("Note: milk") by being there every time, and often. */
const MIN_RECORDS = 5;
/** Names go on with a capital, a digit, or a letter that has no case. */
const BEGINS_LOWER = /^[^\p{L}\p{N}]*\p{Ll}/u;
/** `Team: Lake: Ops` has two. */
const MAX_COLONS = 3;

/**
 * Splits the records of one file. A name that holds ": " is cut at its first colon by `splitSender`; when all records of
 * such a beginning go on alike, that is part of the name; fewer are enough when the chat is called so.
 */
export class SenderSplitter {
  /** Beginnings of names, by their shorter beginnings. */
  readonly #longer = new Map<string, string>();

  readonly #title: string;

  /**
   * @param rests all records of a file behind their headers; read up to `MAX_COLONS` times
   * @param title of the chat, as the name of the file has it: without colons
   */
  constructor(rests: () => Iterable<string>, title: string | null) {
    this.#title = lettersOf(title ?? "");
    for (let round = 0; round < MAX_COLONS && this.#learn(rests()); round++);
  }

  split(rest: string): SenderSplit {
    const first = splitSender(rest);
    if (first.sender === null || this.#longer.size === 0) return first;
    let { sender, text } = first;
    for (let longer = this.#longer.get(sender); longer !== undefined; longer = this.#longer.get(sender)) {
      text = rest.slice(longer.length + 2);
      sender = longer;
    }
    return { sender, text };
  }

  #isTitle(longer: string): boolean {
    const letters = lettersOf(longer);
    return letters !== "" && this.#title.startsWith(letters);
  }

  /** @returns whether a name got longer. */
  #learn(rests: Iterable<string>): boolean {
    const beginnings = new Map<string, { longer: string | null; records: number }>();
    for (const rest of rests) {
      const { sender, text } = this.split(rest);
      if (sender === null) continue;
      const next = splitSender(text).sender;
      const longer =
        next === null || BEGINS_LOWER.test(next) ? null : rest.slice(0, sender.length + 2 + next.length);
      const known = beginnings.get(sender);
      if (!known) beginnings.set(sender, { longer, records: 1 });
      else {
        known.records++;
        if (known.longer !== longer) known.longer = null;
      }
    }
    const found = [...beginnings].filter(
      ([, { longer, records }]) => longer !== null && (records >= MIN_RECORDS || this.#isTitle(longer)),
    );
    for (const [sender, { longer }] of found)
      if (longer!.length <= MAX_SENDER_CHARS) this.#longer.set(sender, longer!);
    return found.length > 0;
  }
}

function lettersOf(name: string): string {
  return fold(name).replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
}
