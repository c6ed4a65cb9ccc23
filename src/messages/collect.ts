/**
 * @file Gathers the conversations of a file that names its own people and times, in whatever order it tells them, and
 * keeps to the limits of an import.
 */
import type { ImportContext, RawImport, RawMessage, RawPerson, RawThread } from "./importer.ts";
import { IssueLog } from "./issues.ts";
import { MAX_IMPORT_MESSAGES, MAX_THREAD_MESSAGES, MAX_THREADS } from "./limits.ts";
import type { ImportQuestion } from "./message.ts";
import { charsOfMessage, MemoryPages, Spool } from "./spool.ts";

const NONE: readonly never[] = [];
/** 1970 to 9999: outside, `Date` and the years of four digits end. */
const LAST_MS = Date.UTC(9999, 11, 31);

/** A message of which only what it has is given. */
export type RawDraft = Partial<RawMessage> & Pick<RawMessage, "sender" | "text">;

/** One conversation while it is read. Its properties may be set at any time before the end. */
export class ThreadCollector {
  title = "";
  kind: RawThread["kind"] = "group";
  nativeId: string | undefined;
  identity: string | null = null;
  /** See `RawThread.hasGlobalIds`. */
  hasGlobalIds = false;
  /** The order of the file is the order of the conversation, whatever the times say. */
  keepsFileOrder = false;
  /** See `RawThread.peopleAreNamed`. */
  peopleAreNamed = false;
  /** See `RawThread.quotable`. */
  quotable = false;
  /** The file tells the newest message first. */
  newestFirst = false;
  readonly people = new Map<string, RawPerson>();
  readonly #spool: Spool<RawMessage>;
  /** Where the messages are in the spool, and their instants; NaN without one. */
  readonly #numbers: number[] = [];
  readonly #instants: number[] = [];
  readonly #byNativeId = new Map<string, number>();

  constructor(spool: Spool<RawMessage>) {
    this.#spool = spool;
  }

  /** For a conversation that is finished before the next one begins. */
  static inMemory(): ThreadCollector {
    return new ThreadCollector(new Spool<RawMessage>(new MemoryPages(), charsOfMessage));
  }

  get count(): number {
    return this.#numbers.length;
  }

  /** Says who a sender is; what was said first stays, but a name replaces an empty one. */
  addPerson(sender: string, person: RawPerson): string {
    const known = this.people.get(sender);
    if (!known) this.people.set(sender, person);
    else if (known.name === "" || known.name === sender) this.people.set(sender, { ...known, ...person });
    return sender;
  }

  /** A message with the id of an earlier one takes its place. */
  add(message: RawMessage): void {
    const { nativeId } = message;
    const earlier = nativeId === undefined ? undefined : this.#byNativeId.get(nativeId);
    const at = earlier ?? this.#numbers.length;
    this.#numbers[at] = this.#spool.add(message);
    this.#instants[at] = message.instantMs ?? Number.NaN;
    if (nativeId !== undefined && earlier === undefined) this.#byNativeId.set(nativeId, at);
  }

  finish(): RawThread {
    const order = this.#order();
    return {
      title: this.title,
      identity: this.identity,
      nativeId: this.nativeId,
      hasGlobalIds: this.hasGlobalIds,
      kind: this.kind,
      quotable: this.quotable,
      people: this.people,
      peopleAreNamed: this.peopleAreNamed,
      senders: [...this.people.keys()],
      messages: () => this.#spool.readEach(order),
    };
  }

  #order(): readonly number[] {
    const [numbers, instants] = [this.#numbers, this.#instants];
    this.#byNativeId.clear();
    const places = Array.from(numbers.keys());
    if (this.newestFirst) places.reverse();
    if (!this.keepsFileOrder && !instants.some(Number.isNaN))
      places.sort((a, b) => instants[a]! - instants[b]!);
    return places.map((place) => numbers[place]!);
  }
}

export class ImportCollector {
  readonly log = new IssueLog();
  readonly #spool: Spool<RawMessage>;
  readonly #threads = new Map<string, ThreadCollector>();
  #records = 0;
  #messages = 0;
  #wasFull = false;

  constructor({ spools }: Pick<ImportContext, "spools">) {
    this.#spool = spools.open<RawMessage>(charsOfMessage);
  }

  /** The conversation of a key, made when first asked for. */
  thread(key: string): ThreadCollector {
    let thread = this.#threads.get(key);
    if (!thread) {
      thread = new ThreadCollector(this.#spool);
      if (this.#threads.size < MAX_THREADS) this.#threads.set(key, thread);
      else this.noteFull();
    }
    return thread;
  }

  /** Counts a record, whether it turns out readable or not. */
  beginRecord(): void {
    this.#records++;
  }

  /** The record begun last is lost to the import. */
  addBad(sample: string): void {
    this.log.addBad("unreadable-record", this.#records, sample);
    this.log.ensureMostlyReadable(this.#records);
  }

  add(thread: ThreadCollector, draft: RawDraft): void {
    if (this.#messages >= MAX_IMPORT_MESSAGES || thread.count >= MAX_THREAD_MESSAGES) {
      this.noteFull();
      return;
    }
    const hasInstant = draft.instantMs !== undefined;
    if (draft.suspicious === "mismatch") this.log.add("time-mismatch", this.#records, draft.text);
    this.#messages++;
    thread.add({
      line: this.#records,
      local: null,
      precision: hasInstant || draft.local ? "s" : "none",
      kind: "text",
      attachments: NONE,
      flags: NONE,
      ...draft,
    });
  }

  /** Conversations with at least one message. */
  finish(questions: readonly ImportQuestion[] = NONE): RawImport {
    if (this.#wasFull) this.log.add("too-many-messages");
    this.log.ensureMostlyReadable(this.#records);
    const threads = [...this.#threads.values()].filter(({ count }) => count > 0);
    return { threads: threads.map((thread) => thread.finish()), issues: this.log.list(), questions };
  }

  /** There was more than an import may have. */
  noteFull(): void {
    this.#wasFull = true;
  }
}

/** An instant that dates can hold, or undefined. */
export function checkedInstant(epochMs: number | null): number | undefined {
  return epochMs !== null && Number.isFinite(epochMs) && epochMs >= 0 && epochMs <= LAST_MS
    ? Math.round(epochMs)
    : undefined;
}

const ISO_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/;

/** The instant of `2026-11-24T10:15:00.123+01:00`, or undefined without an offset or for no such time. */
export function isoInstant(text: string | null): number | undefined {
  const match = ISO_TIME.exec(text ?? "");
  if (!match || match[3] === undefined) return undefined;
  const offset = match[3].length === 5 ? `${match[3].slice(0, 3)}:${match[3].slice(3)}` : match[3];
  return checkedInstant(Date.parse(`${match[1]}${(match[2] ?? "").slice(0, 4)}${offset}`));
}

/** The wall time of `2026-11-24T10:15:00`, or null when there is no such day or time. */
export function isoLocal(text: string | null): string | null {
  const local = ISO_TIME.exec(text?.replace(" ", "T") ?? "")?.[1];
  if (local === undefined) return null;
  const ms = Date.parse(`${local}Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== local ? null : local;
}
