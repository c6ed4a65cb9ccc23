/**
 * @file What an import would do to a thread that is here already: which of its messages are new and where they go, which
 * are known, and which are known messages that were edited since (spec messages-calendar 2, "Dedup", "Edits").
 */
import type { Id, Message, StagedImport, StagedThread } from "#messages/message";
import type { ImportsDatabase } from "./imports-db.ts";
import { laterVersion } from "./message-edits.ts";
import { isEdited, minuteOf, OrderPlacer, toKnown, type KnownMessage } from "./message-order.ts";

/** Messages read at a time when the known ones of a thread are collected. */
const PAGE = 5000;

export interface ThreadPlan {
  /** `seq` by position in the file, NaN for what is here; null = the thread is new, and keeps the order of the file. */
  readonly seqs: Float64Array | null;
  /** By position: known messages that the file says were edited. */
  readonly edited: ReadonlyMap<number, Id>;
}

export interface LaterVersion {
  readonly stored: Message;
  readonly next: Message;
}

const NEW_THREAD: ThreadPlan = { seqs: null, edited: new Map() };

/** @param isHere false: no message of the thread is stored. */
export async function planThread(
  db: ImportsDatabase,
  { messages }: Pick<StagedImport, "messages">,
  { thread, firstMessage, idsFromText }: StagedThread,
  isHere: boolean,
): Promise<ThreadPlan> {
  const known = isHere ? await readKnown(db, thread.id) : [];
  if (known.length === 0) return NEW_THREAD;
  const placer = new OrderPlacer(known);
  const versions = new VersionFinder(known);
  const edited = new Map<number, Id>();
  let position = 0;
  for await (const part of messages.readRange(firstMessage, thread.count)) {
    for (const message of part) {
      const minute = minuteOf(message);
      const index = placer.add(message.id, minute);
      if (index >= 0) versions.noteSame(index);
      if (index >= 0 && isEdited(message)) edited.set(position, known[index]!.id);
      if (index < 0 && idsFromText) versions.addUnknown(message, minute, position);
      position++;
    }
  }
  for (const { at, index, isLater } of versions.find()) {
    placer.markKnown(at);
    if (isLater) edited.set(at, known[index]!.id);
  }
  return { seqs: placer.finish(), edited };
}

interface Unknown {
  readonly position: number;
  readonly key: string;
  readonly isEdited: boolean;
}

/**
 * Where ids are made of the text, an edited message has another one. It is the message of the same sender in the same
 * minute that one of the two exports has and the other has not.
 */
class VersionFinder {
  readonly #known: readonly KnownMessage[];
  readonly #isInFile: Uint8Array;
  readonly #unknown: Unknown[] = [];
  /** Minute and sender of the stored messages that are edited. */
  readonly #editedKeys: ReadonlySet<string>;

  constructor(known: readonly KnownMessage[]) {
    this.#known = known;
    this.#isInFile = new Uint8Array(known.length);
    this.#editedKeys = new Set(known.filter((message) => message.isEdited).map(keyOf));
  }

  noteSame(index: number): void {
    this.#isInFile[index] = 1;
  }

  addUnknown(message: Message, minute: number, position: number): void {
    const key = keyOf({ minute, senderId: message.senderId });
    const wasEdited = isEdited(message);
    if (wasEdited || this.#editedKeys.has(key)) this.#unknown.push({ position, key, isEdited: wasEdited });
  }

  /** @returns positions in the file with the known message that each is a version of */
  find(): { readonly at: number; readonly index: number; readonly isLater: boolean }[] {
    if (this.#unknown.length === 0) return [];
    const wanted = new Set(this.#unknown.map(({ key }) => key));
    const open = new Map<string, number[]>();
    this.#known.forEach((message, index) => {
      const key = keyOf(message);
      if (this.#isInFile[index] === 1 || !wanted.has(key)) return;
      open.set(key, [...(open.get(key) ?? []), index]);
    });
    return this.#unknown.flatMap(({ position, key, isEdited: isLater }) => {
      const candidates = open.get(key) ?? [];
      const at = candidates.findIndex((index) => isLater || this.#known[index]!.isEdited);
      if (at < 0) return [];
      const [index] = candidates.splice(at, 1);
      return [{ at: position, index: index!, isLater }];
    });
  }
}

function keyOf({ minute, senderId }: Pick<KnownMessage, "minute" | "senderId">): string {
  return `${minute} ${senderId}`;
}

/** The messages of a page of the file that are later versions of stored ones. */
export async function readLaterVersions(
  db: ImportsDatabase,
  part: readonly Message[],
  position: number,
  { edited }: ThreadPlan,
): Promise<readonly LaterVersion[]> {
  if (edited.size === 0) return [];
  const pairs = part.flatMap((message, at) => {
    const id = edited.get(position + at);
    return id === undefined ? [] : [{ id, message }];
  });
  if (pairs.length === 0) return [];
  const { store } = db.transaction("messages");
  const stored = await Promise.all(pairs.map(({ id }) => store.get(id)));
  return stored.flatMap((one, at) => {
    const next = one && laterVersion(one, pairs[at]!.message);
    return one && next ? [{ stored: one, next }] : [];
  });
}

async function readKnown(db: ImportsDatabase, threadId: Id): Promise<KnownMessage[]> {
  const known: KnownMessage[] = [];
  for (let after = -Infinity; ;) {
    const range = IDBKeyRange.bound([threadId, after], [threadId, Infinity], true);
    const page = await db.getAllFromIndex("messages", "by-thread", range, PAGE);
    for (const message of page) known.push(toKnown(message));
    if (page.length < PAGE) return known;
    after = known.at(-1)!.seq;
  }
}
