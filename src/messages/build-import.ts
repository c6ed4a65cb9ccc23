/**
 * @file From raw messages of any format to the data model: cleaned text, people, instants, ids (spec messages-calendar 2).
 */
import { cleanLabel, cleanText, cutText } from "./clean-text.ts";
import { makeId } from "./identity.ts";
import type { ImportContext, RawImport, RawMessage, RawThread } from "./importer.ts";
import { messageFlags } from "./message-flags.ts";
import {
  attachmentOf,
  linksOf,
  minuteOf,
  quoteMessage,
  reactionsOf,
  splitQuotedLines,
} from "./message-parts.ts";
import { MAX_ISSUES, MAX_MESSAGE_CHARS, MAX_NAME_CHARS, MAX_RAW_MESSAGE_CHARS } from "./limits.ts";
import { normaliseForId } from "./matching.ts";
import type {
  Attachment,
  Id,
  ImportIssue,
  ImportOptions,
  Message,
  MessageFlag,
  MessageTime,
  Person,
  SourceKind,
  StagedThread,
  Thread,
} from "./message.ts";
import { toNormalForm } from "./normal-form.ts";
import { breathe, needsBreath } from "./pace.ts";
import { makeKnownPeople, makePeople, senderKey, titleOf } from "./people.ts";
import type { Spool } from "./spool.ts";
import { WallClock, ZoneClock, type PlacedTime } from "./wall-time.ts";

const NO_FLAGS: readonly MessageFlag[] = [];
const NO_ATTACHMENTS: readonly Attachment[] = [];
/** Clocks of phones differ, and messages arrive late: less is no sign of anything. */
const BACKWARDS_MS = 2 * 60_000;
/** After this many in a row the earlier time is the right one. */
const MAX_BACKWARDS_RUN = 10;
const FUTURE_MS = 24 * 3_600_000;
const MESSAGES_BETWEEN_DRAINS = 100;

/**
 * Builds thread after thread; their messages follow each other.
 * @param issues of the whole import; what is found here is added
 */
export async function buildImport(
  raw: RawImport,
  source: SourceKind,
  batchId: Id,
  options: ImportOptions,
  context: ImportContext,
  into: { readonly threads: Spool<StagedThread>; readonly messages: Spool<Message> },
  issues: ImportIssue[],
): Promise<void> {
  const { threads, messages } = into;
  const zoneClock = new ZoneClock(options.zone);
  for await (const thread of raw.threads) {
    const builder = new ThreadBuilder(thread, source, batchId, options, zoneClock, issues);
    const firstMessage = messages.size;
    const built = await builder.build(context, messages);
    threads.add({ thread: built, firstMessage, idsFromText: builder.idsFromText });
  }
}

class ThreadBuilder {
  readonly #raw: RawThread;
  readonly #source: SourceKind;
  readonly #batchId: Id;
  readonly #options: ImportOptions;
  readonly #issues: ImportIssue[];
  readonly #keys = new Map<string, string>();
  readonly #threadId: Id;
  readonly #people: ReadonlyMap<string, Person>;
  readonly #clock: WallClock;
  readonly #zoneClock: ZoneClock;
  /** How often a tuple came, by the id of its first time: two "ok" of one minute stay two. */
  readonly #repeats = new Map<Id, number>();
  readonly #latestMs: number;
  /** See `StagedThread`. */
  idsFromText = false;
  #referenceMs = -Infinity;
  #backwardsRun = 0;

  constructor(
    raw: RawThread,
    source: SourceKind,
    batchId: Id,
    options: ImportOptions,
    zoneClock: ZoneClock,
    issues: ImportIssue[],
  ) {
    this.#raw = raw;
    this.#source = source;
    this.#batchId = batchId;
    this.#options = options;
    this.#issues = issues;
    this.#clock = new WallClock(options.zone);
    this.#zoneClock = zoneClock;
    this.#latestMs = Date.parse(options.importedAt) + FUTURE_MS;

    const known = raw.people;
    const originals = known ? null : this.#takeNames(raw.senders);
    const keys = [...(originals ?? known!).keys()];
    this.#threadId = makeId("t", ["t1", source, ...identityOf(raw, keys)]);
    this.#people = originals
      ? makePeople(this.#threadId, keys, originals)
      : makeKnownPeople(raw.peopleAreNamed === true ? this.#threadId : source, known!);
  }

  /** Keys of the senders with the first spelling of each. */
  #takeNames(senders: readonly string[]): ReadonlyMap<string, string> {
    const originals = new Map<string, string>();
    for (const sender of senders) {
      const key = senderKey(sender);
      this.#keys.set(sender, key);
      if (!originals.has(key)) originals.set(key, sender);
    }
    return originals;
  }

  async build(context: ImportContext, into: Spool<Message>): Promise<Thread> {
    let count = 0;
    let first: string | null = null;
    let last: string | null = null;
    for await (const raw of this.#raw.messages()) {
      if (needsBreath(into.size)) await breathe(context.signal);
      const message = this.#message(raw, count++);
      into.add(message);
      if (into.size % MESSAGES_BETWEEN_DRAINS === 0) await context.spools.drain();
      if (message.time === null) continue;
      first ??= message.time.local;
      last = message.time.local;
    }
    const people = [...this.#people.values()];
    return {
      id: this.#threadId,
      source: this.#source,
      title: cleanLabel(this.#raw.title, MAX_NAME_CHARS) || titleOf(people),
      people,
      kind: this.#raw.kind,
      zone: this.#options.zone,
      first,
      last,
      count,
      batchIds: [this.#batchId],
    };
  }

  #message(raw: RawMessage, seq: number): Message {
    const clean = cleanText(cutText(raw.text, MAX_RAW_MESSAGE_CHARS));
    const whole = cutText(clean.text, MAX_MESSAGE_CHARS);
    const { text, quoted } = raw.quoted === undefined ? splitQuotedLines(whole) : { text: whole };
    const isCut = whole.length < clean.text.length || raw.text.length > MAX_RAW_MESSAGE_CHARS;
    const time = this.#time(raw);
    const wentBack = time?.suspicious === "backwards";
    const flags = messageFlags(raw, clean, { isCut, isForeign: wentBack && this.#raw.quotable });
    if (flags.includes("truncated")) this.#issue({ code: "text-truncated", line: raw.line });
    if (wentBack) this.#issue({ code: "time-backwards", line: raw.line });
    const key = raw.sender === null ? "" : (this.#keys.get(raw.sender) ?? raw.sender);
    const id = raw.nativeId === undefined ? this.#id(raw, whole, key) : this.#nativeId(raw.nativeId);
    const message: Message = {
      id,
      threadId: this.#threadId,
      seq,
      senderId: this.#people.get(key)?.id ?? null,
      time,
      kind: raw.kind,
      text,
      attachments:
        raw.attachments.length === 0
          ? NO_ATTACHMENTS
          : raw.attachments.map((a, at) => attachmentOf(a, id, at)),
      flags: flags.length === 0 ? NO_FLAGS : flags,
      batchId: this.#batchId,
    };
    const parts = this.#parts(raw, quoted);
    return parts === null ? message : { ...message, ...parts };
  }

  /** What few messages have: null for the others, because copying half a million objects takes seconds. */
  #parts(raw: RawMessage, quotedLines: string | undefined): Partial<Message> | null {
    const { replyTo, quoted = quotedLines, hiddenText, forwardedFrom, editedMs, reactions, links } = raw;
    const first = replyTo ?? quoted ?? hiddenText ?? forwardedFrom ?? editedMs ?? reactions ?? links;
    if (first === undefined) return null;
    return {
      ...(replyTo === undefined ? {} : { replyTo: this.#nativeId(replyTo) }),
      ...(quoted === undefined ? {} : { quoted: quoteMessage(quoted) }),
      ...(hiddenText === undefined ? {} : { hiddenText: quoteMessage(hiddenText) }),
      ...(forwardedFrom === undefined ? {} : { forwardedFrom: cleanLabel(forwardedFrom, MAX_NAME_CHARS) }),
      ...(editedMs === undefined ? {} : { editedAt: new Date(editedMs).toISOString() }),
      ...(reactions === undefined || reactions.length === 0
        ? {}
        : {
            reactions: reactionsOf(reactions, (sender) => this.#people.get(this.#keys.get(sender) ?? sender)),
          }),
      ...(links === undefined || links.length === 0 ? {} : { links: linksOf(links) }),
    };
  }

  #nativeId(nativeId: string): Id {
    const scope = this.#raw.hasGlobalIds === true ? "" : (this.#raw.nativeId ?? this.#threadId);
    return makeId("m", ["m1", this.#source, scope, nativeId]);
  }

  /**
   * From what all exports of a chat have in common: the minute, not the second, and of media that they were there: an
   * export without them has no names.
   */
  #id(raw: RawMessage, text: string, key: string): Id {
    this.idsFromText = true;
    const media = raw.attachments.length === 0 ? "" : "media";
    const tuple = `${minuteOf(raw)}\u001f${key}\u001f${normaliseForId(text)}\u001f${media}`;
    const first = makeId("m", ["m1", this.#threadId, tuple, 0]);
    const repeats = this.#repeats.get(first) ?? 0;
    this.#repeats.set(first, repeats + 1);
    return repeats === 0 ? first : makeId("m", ["m1", this.#threadId, tuple, repeats]);
  }

  #time(raw: RawMessage): MessageTime | null {
    const { instantMs, local: wall } = raw;
    if (instantMs !== undefined) {
      const { local, fold } = this.#zoneClock.at(instantMs);
      return this.#placed({ epochMs: instantMs, fold, gap: false }, local, raw.instantFrom ?? "utc", raw);
    }
    return wall === null ? null : this.#placed(this.#clock.place(wall), wall, this.#options.zoneFrom, raw);
  }

  #placed(
    { epochMs, fold, gap }: PlacedTime,
    local: string,
    zoneFrom: MessageTime["zoneFrom"],
    raw: RawMessage,
  ): MessageTime {
    const suspicious = this.#suspicion(epochMs, gap, raw);
    const time: MessageTime = {
      epochMs,
      local,
      zone: this.#options.zone,
      zoneFrom,
      precision: raw.precision,
    };
    if (fold === undefined && suspicious === undefined) return time;
    return {
      ...time,
      ...(fold === undefined ? {} : { fold }),
      ...(suspicious === undefined ? {} : { suspicious }),
    };
  }

  #suspicion(epochMs: number, gap: boolean, raw: RawMessage): MessageTime["suspicious"] {
    if (this.#runsBackwards(epochMs)) return "backwards";
    if (gap) return "gap";
    return epochMs > this.#latestMs ? "future" : raw.suspicious;
  }

  /** Compared with the last message that was in order, so that a quoted header does not taint what follows. */
  #runsBackwards(epochMs: number): boolean {
    if (epochMs >= this.#referenceMs - BACKWARDS_MS || this.#backwardsRun >= MAX_BACKWARDS_RUN) {
      this.#referenceMs = epochMs;
      this.#backwardsRun = 0;
      return false;
    }
    this.#backwardsRun++;
    return true;
  }

  #issue(issue: ImportIssue): void {
    if (this.#issues.length < MAX_ISSUES) this.#issues.push(issue);
  }
}

function identityOf(raw: RawThread, keys: readonly string[]): readonly string[] {
  if (raw.nativeId !== undefined) return ["native", raw.nativeId];
  if (raw.identity === null) return ["people", ...[...keys].sort()];
  return ["title", normaliseForId(toNormalForm(raw.identity, "NFKC")).toLowerCase()];
}
