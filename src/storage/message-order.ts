/**
 * @file Where the new messages of a later export belong among the ones already stored (spec messages-calendar 2, "Order").
 */
import type { Id, Message } from "#messages/message";

/** A stored message, reduced to what placing others needs. */
export interface KnownMessage {
  readonly id: Id;
  readonly seq: number;
  /** Minutes since the epoch; NaN without a time. */
  readonly minute: number;
  readonly senderId: Id | null;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  /** It has media that the export left out. */
  readonly lacksMedia: boolean;
  /** See `contentHash`. */
  readonly hash: number;
}

/** @param names of the people of the thread */
export function toKnown(message: Message, names: ReadonlyMap<Id | null, string>): KnownMessage {
  const { id, seq, senderId } = message;
  return {
    id,
    seq,
    senderId,
    minute: minuteOf(message),
    isEdited: isEdited(message),
    isDeleted: message.kind === "deleted",
    lacksMedia: lacksMedia(message),
    hash: contentHash(message, names),
  };
}

export function lacksMedia({ attachments }: Pick<Message, "attachments">): boolean {
  return attachments.length > 0 && attachments.every(({ state }) => state === "omitted");
}

/** Who says what in which minute, whatever the ids are: 53 bits (cyrb53 by bryc, public domain). */
export function contentHash(
  { time, senderId, text, attachments }: Message,
  names: ReadonlyMap<Id | null, string>,
): number {
  const isLocal = time?.zoneFrom === "user" || time?.zoneFrom === "device";
  const minute = time === null ? "" : isLocal ? time.local.slice(0, 16) : Math.floor(time.epochMs / 60_000);
  const words = `${minute} ${names.get(senderId) ?? ""}: ${text.replace(/\s+/g, " ").trim()}`;
  return hash53(attachments.length === 0 ? words : `${words}\u001f`);
}

function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}

export function minuteOf({ time }: Pick<Message, "time">): number {
  return time === null ? Number.NaN : Math.floor(time.epochMs / 60_000);
}

export function isEdited({ editedAt, flags }: Pick<Message, "editedAt" | "flags">): boolean {
  return editedAt !== undefined || flags.includes("edited");
}

/** In place of the known message that a new one follows: it is no new one. */
const KNOWN = -2;

/**
 * Gives the messages of a file that are not known a `seq` that sorts them among the known ones: behind their predecessor
 * in the file, and behind everything from an earlier minute. Between two known messages `seq` becomes a fraction, so that
 * no stored message has to be renumbered. Keeps a few bytes of each message.
 */
export class OrderPlacer {
  readonly #known: readonly KnownMessage[];
  readonly #indexOf: ReadonlyMap<Id, number>;
  /** Of each message of the file: index of the known one it follows; -1 = before all; `KNOWN`. */
  readonly #slots: number[] = [];
  #follows = -1;

  /** @param known sorted by `seq`, not empty. */
  constructor(known: readonly KnownMessage[]) {
    this.#known = known;
    this.#indexOf = new Map(known.map(({ id }, index) => [id, index]));
  }

  /** The next message of the file. @returns the index of the known message that it is, or -1 */
  add(id: Id, minute: number): number {
    const index = this.#indexOf.get(id);
    if (index !== undefined) {
      this.#follows = index;
      this.#slots.push(KNOWN);
      return index;
    }
    const known = this.#known;
    while (known[this.#follows + 1] && known[this.#follows + 1]!.minute < minute) this.#follows++;
    this.#slots.push(this.#follows);
    return -1;
  }

  /** The message at this position of the file turned out to be a known one. */
  markKnown(position: number): void {
    this.#slots[position] = KNOWN;
  }

  /** By position in the file; NaN for what is known. */
  finish(): Float64Array {
    const sizes = new Map<number, number>();
    for (const slot of this.#slots) sizes.set(slot, (sizes.get(slot) ?? 0) + 1);
    const taken = new Map<number, number>();
    return Float64Array.from(this.#slots, (slot) => {
      if (slot === KNOWN) return Number.NaN;
      const at = taken.get(slot) ?? 0;
      taken.set(slot, at + 1);
      return between(this.#known[slot]?.seq, this.#known[slot + 1]?.seq, at, sizes.get(slot)!);
    });
  }
}

/** The `at`th of `count` places between two. */
function between(after: number | undefined, before: number | undefined, at: number, count: number): number {
  if (before === undefined) return (after ?? -1) + at + 1;
  if (after === undefined) return before - count + at;
  return after + ((before - after) * (at + 1)) / (count + 1);
}
