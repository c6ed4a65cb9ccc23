/**
 * @file The event that a message speaks of, as its thread knows it: planned before and now moved, agreed to or said again,
 * moved later, or told in several sentences of the message itself.
 */

import { findItems } from "#agent/items/find-items";
import type { FoundItem } from "#agent/items/found-item";
import { readMessages } from "#agent/sentences/reading";
import type { Resolution } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";

import type { WhenSettings } from "./event-when.ts";

/** A message among others of its thread, which may hold it too. */
interface InThread {
  readonly thread: Thread;
  readonly message: Message;
  readonly nearby: readonly Message[];
}

/** The event that a message gives another time, or says again. */
export interface Planned {
  /** Where it was planned. */
  readonly message: Message;
  readonly due: Resolution;
  readonly duePhrase: string;
  /** The other messages that say so, earliest first. */
  readonly sources: readonly Message[];
}

export interface Plans {
  /** Null where no message before it plans what this one moves, agrees to or says again. */
  readonly planned: Planned | null;
  /** Events of the message itself, in its order. */
  readonly own: readonly FoundItem[];
}

/** @throws AbortError when the signal fires. */
export async function plansAround(
  { thread, message, nearby }: InThread,
  settings: Omit<WhenSettings, "durationMinutes">,
  signal: AbortSignal | undefined,
): Promise<Plans> {
  const others = nearby.filter(({ id }) => id !== message.id);
  const until = (last: number): Message[] => others.filter(({ seq }) => seq <= last);
  const plansIn = async (messages: readonly Message[]): Promise<readonly FoundItem[]> => {
    const options = signal === undefined ? {} : { signal };
    const read = await readMessages({ thread, messages }, options, settings.language);
    return (await findItems(read, thread, settings, signal)).filter(isPlan);
  };
  const now = await plansIn([...until(message.seq), message]);
  const own = now.filter(({ read }) => read.message.id === message.id);
  const item =
    own.length > 0
      ? await movedLater(own, others, () =>
          plansIn([...until(message.seq), message, ...after(message, others)]),
        )
      : now.findLast(({ messageIds }) => messageIds.at(-1) === message.id);
  if (item?.due == null || item.duePhrase === null) return { planned: null, own };
  const sources = others.filter(({ id }) => item.messageIds.includes(id));
  const planned = { message: item.read.message, due: item.due, duePhrase: item.duePhrase, sources };
  return { planned, own };
}

const isPlan = ({ kind, status, read }: FoundItem): boolean =>
  kind === "event" && status !== "cancelled" && !read.suspicious;

const after = ({ seq }: Message, others: readonly Message[]): Message[] =>
  others.filter((other) => other.seq > seq);

/** The one event that a message plans, where a message after it gives it another time. */
async function movedLater(
  own: readonly FoundItem[],
  others: readonly Message[],
  readAll: () => Promise<readonly FoundItem[]>,
): Promise<FoundItem | undefined> {
  const [planned, second] = own;
  if (planned === undefined || second !== undefined || after(planned.read.message, others).length === 0)
    return undefined;
  return (await readAll()).find(
    ({ read, movedBy, superseded }) =>
      read.message.id === planned.read.message.id && movedBy !== undefined && superseded.length > 0,
  );
}
