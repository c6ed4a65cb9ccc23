/**
 * @file Which stored thread a thread of an import is. Ids decide, where the export has the same name and people as before.
 * Where it has not (a file that was renamed, a newcomer in a chat without a name, a part of a mailbox), what is said
 * decides: the import adds to the thread that already says it (spec messages-calendar 2, "Dedup on import").
 */
import type { Id, Message, Person, StagedImport, StagedThread, Thread } from "#messages/message";
import type { ImportsDatabase } from "./imports-db.ts";
import { contentHash } from "./message-order.ts";

/** A thread of an import where it belongs. */
export interface PlacedThread extends StagedThread {
  /** The stored thread that it is; absent = it is new. */
  readonly stored?: Thread;
  /** What has to be changed of its messages for that; absent = nothing. */
  readonly move?: (message: Message) => Message;
}

/** Messages at the beginning and at the end of a stored thread that are looked for in an import. */
const PROBES = 64;
/** Of the probes from the time of the import, the rest may have been edited or deleted. */
const MIN_SHARE = 0.8;
const MIN_MATCHES = 2;
/** Without times the same words mean less. */
const MIN_UNTIMED = 3;
const IDS_AT_ONCE = 1000;

type Staged = Pick<StagedImport, "messages">;

export class TargetFinder {
  readonly #db: ImportsDatabase;
  readonly #threads: ReadonlyMap<Id, Thread>;
  readonly #bySource: ReadonlyMap<Thread["source"], readonly Thread[]>;

  private constructor(db: ImportsDatabase, threads: readonly Thread[]) {
    this.#db = db;
    this.#threads = new Map(threads.map((thread) => [thread.id, thread]));
    const bySource = new Map<Thread["source"], Thread[]>();
    for (const thread of threads) {
      const list = bySource.get(thread.source);
      if (list) list.push(thread);
      else bySource.set(thread.source, [thread]);
    }
    this.#bySource = bySource;
  }

  static async open(db: ImportsDatabase): Promise<TargetFinder> {
    const stored = await db.getAll("threads");
    return new TargetFinder(
      db,
      stored.filter(({ state }) => state === "live").map(({ thread }) => thread),
    );
  }

  async find(staged: Staged, one: StagedThread): Promise<PlacedThread> {
    const { thread, idsFromText } = one;
    const here = this.#threads.get(thread.id);
    if (here) return place(one, here);
    const like = this.#bySource.get(thread.source) ?? [];
    if (like.length === 0) return one;
    if (thread.source === "mail") return place(one, await this.#byIds(staged, one));
    return place(one, idsFromText ? await this.#byWords(staged, one, like) : undefined);
  }

  /** `Message-ID`s are unique everywhere (RFC 5322 section 3.6.4): one known mail tells the conversation. */
  async #byIds(staged: Staged, one: StagedThread): Promise<Thread | undefined> {
    for await (const part of staged.messages.readRange(one.firstMessage, one.thread.count))
      for (const message of await readKnownOf(this.#db, part)) {
        const thread = this.#threads.get(message.threadId);
        if (thread) return thread;
      }
    return undefined;
  }

  async #byWords(staged: Staged, one: StagedThread, like: readonly Thread[]): Promise<Thread | undefined> {
    const candidates = like.filter((stored) => mayBeSame(stored, one.thread));
    if (candidates.length === 0) return undefined;
    const said = await readWords(staged, one);
    let best: { readonly thread: Thread; readonly matches: number } | undefined;
    for (const thread of candidates) {
      const probes = await readProbes(this.#db, thread);
      const matches = Math.max(...probes.map((probe) => countMatches(probe, said)));
      if (matches > (best?.matches ?? 0)) best = { thread, matches };
    }
    return best?.thread;
  }
}

/** The stored messages among these, wherever they are. */
export async function readKnownOf(db: ImportsDatabase, part: readonly Message[]): Promise<Message[]> {
  const known: Message[] = [];
  for (let at = 0; at < part.length; at += IDS_AT_ONCE) {
    const { store } = db.transaction("messages");
    const found = await Promise.all(part.slice(at, at + IDS_AT_ONCE).map(({ id }) => store.get(id)));
    known.push(...found.filter((message) => message !== undefined));
  }
  return known;
}

/** Two chats with names of their own are two. */
function mayBeSame(stored: Thread, staged: Thread): boolean {
  if (isNamed(stored) && isNamed(staged) && stored.title !== staged.title) return false;
  const { first, last } = staged;
  if (stored.first === null || stored.last === null || first === null || last === null)
    return stored.first === null && first === null;
  return stored.first <= last && first <= stored.last;
}

/** A chat without a name is called after people in it. */
function isNamed({ title, people }: Thread): boolean {
  const names = new Set(people.map(({ name }) => name));
  const parts = title.replace(/ \+\d+$/, "").split(", ");
  return parts.length < Math.min(2, names.size) || !parts.every((part) => names.has(part));
}

interface Words {
  readonly first: string | null;
  readonly last: string | null;
  readonly head: readonly number[];
  readonly all: ReadonlySet<number>;
}

async function readWords(staged: Staged, { thread, firstMessage }: StagedThread): Promise<Words> {
  const names = namesOf(thread.people);
  const hashes: number[] = [];
  for await (const part of staged.messages.readRange(firstMessage, thread.count))
    for (const message of part) hashes.push(contentHash(message, names));
  return { first: thread.first, last: thread.last, head: hashes.slice(0, PROBES), all: new Set(hashes) };
}

interface Probe {
  readonly hashes: readonly number[];
  /** Wall times; null or without a clock: the order of the words is all there is. */
  readonly times: readonly (string | null)[];
  readonly isHead: boolean;
}

async function readProbes(db: ImportsDatabase, { id, people }: Thread): Promise<readonly Probe[]> {
  const names = namesOf(people);
  const index = db.transaction("messages").store.index("by-thread");
  const range = IDBKeyRange.bound([id, -Infinity], [id, Infinity]);
  const head = await index.getAll(range, PROBES);
  const tail: Message[] = [];
  for await (const { value } of index.iterate(range, "prev")) {
    tail.push(value);
    if (tail.length === PROBES) break;
  }
  return [head, tail].map((messages, at) => ({
    hashes: messages.map((message) => contentHash(message, names)),
    times: messages.map(({ time }) => (time === null || time.precision === "day" ? null : time.local)),
    isHead: at === 0,
  }));
}

function countMatches({ hashes, times, isHead }: Probe, said: Words): number {
  if (times.includes(null)) {
    const isPrefix = isHead && hashes.every((hash, at) => hash === said.head[at]);
    return isPrefix && hashes.length >= MIN_UNTIMED ? hashes.length : 0;
  }
  const expected = hashes.filter((_, at) => said.first! <= times[at]! && times[at]! <= said.last!);
  const matches = expected.filter((hash) => said.all.has(hash)).length;
  return matches >= MIN_MATCHES && matches >= expected.length * MIN_SHARE ? matches : 0;
}

export function namesOf(people: readonly Person[]): ReadonlyMap<Id | null, string> {
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** Names of people mean them only in their thread: there they keep the ids that they have. */
function place(one: StagedThread, stored: Thread | undefined): PlacedThread {
  if (!stored) return one;
  const { thread } = one;
  const known = new Set(stored.people.map(({ id }) => id));
  const byName = new Map(stored.people.map(({ id, name }) => [name, id]));
  const ids = new Map(
    thread.people.flatMap(({ id, name }) => {
      const same = known.has(id) || !one.idsFromText ? undefined : byName.get(name);
      return same === undefined ? [] : [[id, same] as const];
    }),
  );
  if (stored.id === thread.id && ids.size === 0) return { ...one, stored };
  const personOf = (id: Id): Id => ids.get(id) ?? id;
  return {
    ...one,
    stored,
    thread: {
      ...thread,
      id: stored.id,
      title: isNamed(stored) && stored.id !== thread.id ? stored.title : thread.title,
      people: thread.people.map((person) => ({ ...person, id: personOf(person.id) })),
    },
    move: (message) => ({
      ...message,
      threadId: stored.id,
      senderId: message.senderId === null ? null : personOf(message.senderId),
    }),
  };
}
