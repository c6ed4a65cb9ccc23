/**
 * @file Where the new messages of a later export belong among the ones already stored (spec messages-calendar 2, "Order").
 */
import type { Id, Message } from "#messages/message";

/** A stored message, reduced to what ordering needs. */
export interface KnownMessage {
  readonly id: Id;
  readonly seq: number;
  /** Minutes since the epoch; NaN without a time. */
  readonly minute: number;
}

export function minuteOf(message: Message): number {
  return message.time === null ? Number.NaN : Math.floor(message.time.epochMs / 60_000);
}

/**
 * The messages of a file that are not known, with a `seq` that sorts them among the known ones: behind their predecessor
 * in the file, and behind everything from an earlier minute. Between two known messages `seq` becomes a fraction, so that
 * no stored message has to be renumbered.
 * @param known sorted by `seq`.
 */
export function placeInOrder(known: readonly KnownMessage[], messages: readonly Message[]): Message[] {
  if (known.length === 0) return [...messages];
  const indexOf = new Map(known.map(({ id }, index) => [id, index]));
  /** New messages by the index of the known one they follow; -1 = before all. */
  const slots = new Map<number, Message[]>();
  let follows = -1;
  for (const message of messages) {
    const index = indexOf.get(message.id);
    if (index !== undefined) {
      follows = index;
      continue;
    }
    const minute = minuteOf(message);
    while (known[follows + 1] && known[follows + 1]!.minute < minute) follows++;
    const slot = slots.get(follows);
    if (slot) slot.push(message);
    else slots.set(follows, [message]);
  }
  return [...slots].flatMap(([index, slot]) => spread(slot, known[index]?.seq, known[index + 1]?.seq));
}

function spread(slot: readonly Message[], after: number | undefined, before: number | undefined): Message[] {
  return slot.map((message, at) => {
    if (before === undefined) return { ...message, seq: after! + at + 1 };
    if (after === undefined) return { ...message, seq: before - slot.length + at };
    return { ...message, seq: after + ((before - after) * (at + 1)) / (slot.length + 1) };
  });
}
