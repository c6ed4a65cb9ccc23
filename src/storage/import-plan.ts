/**
 * @file What an import would do to a thread that is here already: which of its messages are new and where they go, which
 * are known, and which are known messages that were edited since (spec messages-calendar 2, "Dedup", "Edits").
 */
import type { Id, Message, StagedImport } from "#messages/message";
import { namesOf, readKnownOf, type PlacedThread } from "./import-target.ts";
import type { ImportsDatabase, SeqRange } from "./imports-db.ts";
import { laterVersion } from "./message-edits.ts";
import { contentHash, isEdited, minuteOf, OrderPlacer, toKnown, type KnownMessage } from "./message-order.ts";

/** Messages read at a time when the known ones of a thread are collected. */
const PAGE = 5000;

export interface ThreadPlan {
  /** `seq` by position in the file, NaN for what is here; null = the thread is new, and keeps the order of the file. */
  readonly seqs: Float64Array | null;
  /** By position: known messages that the file says were edited. */
  readonly edited: ReadonlyMap<number, Id>;
  /** From which to which `seq` all stored messages are in the file too. */
  readonly shared: readonly SeqRange[];
}

export interface LaterVersion {
  readonly stored: Message;
  readonly next: Message;
}

const NEW_THREAD: ThreadPlan = { seqs: null, edited: new Map(), shared: [] };

/** The messages of a thread as they will be stored, a page at a time. */
export async function* messagesOf(
  { messages }: Pick<StagedImport, "messages">,
  { thread, firstMessage, move }: PlacedThread,
): AsyncGenerator<{ readonly part: readonly Message[]; readonly position: number }> {
  let position = 0;
  for await (const part of messages.readRange(firstMessage, thread.count)) {
    yield { part: move ? part.map(move) : part, position };
    position += part.length;
  }
}

export async function planThread(
  db: ImportsDatabase,
  staged: Pick<StagedImport, "messages">,
  placed: PlacedThread,
): Promise<ThreadPlan> {
  const { thread, idsFromText, stored } = placed;
  const known = stored ? await readKnown(db, thread.id, namesOf(stored.people)) : [];
  const mayBeElsewhere = thread.source === "mail";
  if (known.length === 0 && !mayBeElsewhere) return NEW_THREAD;
  const names = namesOf([...(stored?.people ?? []), ...thread.people]);
  const finder = new KnownFinder(known, idsFromText ? names : null);
  const elsewhere = new Set<number>();
  for await (const { part, position } of messagesOf(staged, placed)) {
    for (const message of part) finder.add(message);
    if (!mayBeElsewhere) continue;
    const others = await readKnownOf(
      db,
      part.filter(({ id }) => !finder.has(id)),
    );
    const ids = new Set(others.filter(({ threadId }) => threadId !== thread.id).map(({ id }) => id));
    part.forEach(({ id }, at) => ids.has(id) && elsewhere.add(position + at));
  }
  if (known.length === 0 && elsewhere.size === 0) return NEW_THREAD;
  return finder.finish(elsewhere);
}

/** Goes through a file and finds what of it is stored: by id, else by words, else as another version. */
class KnownFinder {
  readonly #known: readonly KnownMessage[];
  readonly #placer: OrderPlacer;
  readonly #versions: VersionFinder;
  readonly #names: ReadonlyMap<Id | null, string> | null;
  readonly #ids: ReadonlySet<Id>;
  /** Indices of the stored messages that say the same, the last one first. */
  readonly #byHash = new Map<number, number[]>();
  readonly #edited = new Map<number, Id>();
  #position = 0;

  /** @param names null: ids are the source's own, and words prove nothing. */
  constructor(known: readonly KnownMessage[], names: ReadonlyMap<Id | null, string> | null) {
    this.#known = known;
    this.#names = names;
    this.#placer = new OrderPlacer(known);
    this.#versions = new VersionFinder(known);
    this.#ids = new Set(known.map(({ id }) => id));
    if (names === null) return;
    for (let index = known.length - 1; index >= 0; index--) {
      const { hash } = known[index]!;
      const same = this.#byHash.get(hash);
      if (same) same.push(index);
      else this.#byHash.set(hash, [index]);
    }
  }

  /** Whether it is stored in this thread, under its id. */
  has(id: Id): boolean {
    return this.#ids.has(id);
  }

  add(message: Message): void {
    const [known, position] = [this.#known, this.#position++];
    const minute = minuteOf(message);
    const index = this.#placer.add(this.#ids.has(message.id) ? message.id : this.#sameWords(message), minute);
    if (index < 0) {
      if (this.#names) this.#versions.addUnknown(message, minute, position);
      return;
    }
    this.#versions.noteSame(index);
    if (isEdited(message) || known[index]!.isDeleted || known[index]!.lacksMedia)
      this.#edited.set(position, known[index]!.id);
  }

  /** Id of the stored message that says the same and was not found in the file yet, else its own. */
  #sameWords(message: Message): Id {
    if (this.#names === null) return message.id;
    const same = this.#byHash.get(contentHash(message, this.#names));
    for (let index = same?.pop(); index !== undefined; index = same?.pop())
      if (!this.#versions.isInFile(index)) return this.#known[index]!.id;
    return message.id;
  }

  finish(elsewhere: ReadonlySet<number>): ThreadPlan {
    for (const { at, index, isLater } of this.#versions.find()) {
      this.#placer.markKnown(at);
      if (isLater) this.#edited.set(at, this.#known[index]!.id);
    }
    for (const position of elsewhere) this.#placer.markKnown(position);
    return {
      seqs: this.#placer.finish(),
      edited: this.#edited,
      shared: this.#versions.sharedRanges(),
    };
  }
}

interface Unknown {
  readonly position: number;
  readonly key: string;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
}

/**
 * Where ids are made of the text, an edited or deleted message has another one. It is the message of the same sender in
 * the same minute that one of the two exports has and the other has not.
 */
class VersionFinder {
  readonly #known: readonly KnownMessage[];
  readonly #isInFile: Uint8Array;
  readonly #unknown: Unknown[] = [];
  /** Minute and sender of the stored messages that are edited or deleted. */
  readonly #changedKeys: ReadonlySet<string>;

  constructor(known: readonly KnownMessage[]) {
    this.#known = known;
    this.#isInFile = new Uint8Array(known.length);
    this.#changedKeys = new Set(known.filter((one) => one.isEdited || one.isDeleted).map(keyOf));
  }

  noteSame(index: number): void {
    this.#isInFile[index] = 1;
  }

  addUnknown(message: Message, minute: number, position: number): void {
    const key = keyOf({ minute, senderId: message.senderId });
    const one = { position, key, isEdited: isEdited(message), isDeleted: message.kind === "deleted" };
    if (one.isEdited || one.isDeleted || this.#changedKeys.has(key)) this.#unknown.push(one);
  }

  isInFile(index: number): boolean {
    return this.#isInFile[index] === 1;
  }

  /** Call after `find`. */
  sharedRanges(): readonly SeqRange[] {
    const ranges: [number, number][] = [];
    this.#known.forEach(({ seq }, index) => {
      if (!this.isInFile(index)) return;
      if (index > 0 && this.isInFile(index - 1)) ranges.at(-1)![1] = seq;
      else ranges.push([seq, seq]);
    });
    return ranges;
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
    return this.#unknown.flatMap((one) => {
      const candidates = open.get(one.key) ?? [];
      const at = candidates.findIndex((index) => areVersions(one, this.#known[index]!));
      if (at < 0) return [];
      const index = candidates.splice(at, 1)[0]!;
      this.noteSame(index);
      const isLater = !one.isDeleted && (one.isEdited || this.#known[index]!.isDeleted);
      return [{ at: one.position, index, isLater }];
    });
  }
}

function areVersions(one: Unknown, known: KnownMessage): boolean {
  return one.isEdited || one.isDeleted || known.isEdited || known.isDeleted;
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

async function readKnown(
  db: ImportsDatabase,
  threadId: Id,
  names: ReadonlyMap<Id | null, string>,
): Promise<KnownMessage[]> {
  const known: KnownMessage[] = [];
  for (let after = -Infinity; ;) {
    const range = IDBKeyRange.bound([threadId, after], [threadId, Infinity], true);
    const page = await db.getAllFromIndex("messages", "by-thread", range, PAGE);
    for (const message of page) known.push(toKnown(message, names));
    if (page.length < PAGE) return known;
    after = known.at(-1)!.seq;
  }
}
