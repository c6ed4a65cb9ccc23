/**
 * @file Everything the agent reaches, in memory: threads, drafts, tasks, notes, runs, the log. For tests and for the
 * evaluation; search is the same library the app uses.
 */

import MiniSearch from "minisearch";
import { Temporal } from "temporal-polyfill";

import type { ActionEntry } from "#agent/act/action-log";
import type { AgentPorts, CalendarEvent, RecordPort, SearchHit } from "#agent/act/ports";
import type { AgentRun } from "#agent/act/run";
import type { AgentNote, AgentTask } from "#agent/act/task";
import { detectLanguage } from "#agent/sentences/language";
import { segment, stem } from "#agent/sentences/text";
import type { EventDraft } from "#calendar/event-draft";
import type { Message, MessageFlag, MessageKind, Person, Thread } from "#messages/message";

/** `[sender, text]`, optionally with flags or a kind. */
export type Line = readonly [
  sender: string,
  text: string,
  more?: { readonly flags?: readonly MessageFlag[]; readonly kind?: MessageKind; readonly at?: string },
];

export interface ThreadSpec {
  readonly id?: string;
  readonly title?: string;
  readonly kind?: Thread["kind"];
  readonly self?: string | null;
  readonly silent?: readonly string[];
  /** Of the first message; the others follow by the minute. `2026-11-24T10:15` */
  readonly start?: string;
  readonly zone?: string;
  readonly lines: readonly Line[];
}

export interface SpokenThread {
  readonly thread: Thread;
  readonly messages: readonly Message[];
}

/** Tuesday, reference A of the specification. */
const START = "2026-11-24T10:15";
const ZONE = "Europe/Berlin";

/** Message ids are `<thread>.1`, `<thread>.2`, …; person ids `p_<name>`. */
export function makeThread(spec: ThreadSpec): SpokenThread {
  const { id = "t1", zone = ZONE, start = START, self = null } = spec;
  const names = [...new Set([...spec.lines.map(([sender]) => sender), ...(spec.silent ?? [])])];
  const people = names.map((name): Person => ({ id: `p_${name}`, name, isSelf: name === self }));
  const first = Temporal.PlainDateTime.from(start);
  const messages = spec.lines.map(([sender, text, more], index): Message => {
    const local =
      more?.at === undefined ? first.add({ minutes: index }) : Temporal.PlainDateTime.from(more.at);
    return {
      id: `${id}.${index + 1}`,
      threadId: id,
      seq: index,
      senderId: `p_${sender}`,
      time: {
        epochMs: local.toZonedDateTime(zone).epochMilliseconds,
        local: local.toString({ smallestUnit: "second" }),
        zone,
        zoneFrom: "user",
        precision: "s",
      },
      kind: more?.kind ?? "text",
      text,
      attachments: [],
      flags: more?.flags ?? [],
      batchId: "i_1",
    };
  });
  const thread: Thread = {
    id,
    source: "whatsapp",
    title: spec.title ?? names.join(", "),
    people,
    kind: spec.kind ?? (names.length === 2 ? "dm" : "group"),
    zone,
    first: messages[0]?.time?.local ?? null,
    last: messages.at(-1)?.time?.local ?? null,
    count: messages.length,
    batchIds: ["i_1"],
  };
  return { thread, messages };
}

/** Records by id, in the order they were first put. */
class Records<T extends { readonly id: string }> implements RecordPort<T> {
  readonly records = new Map<string, T>();
  constructor(start: readonly T[] = []) {
    for (const record of start) this.records.set(record.id, record);
  }
  list(): Promise<readonly T[]> {
    return Promise.resolve([...this.records.values()]);
  }
  put(record: T): Promise<void> {
    this.records.set(record.id, record);
    return Promise.resolve();
  }
  delete(id: string): Promise<void> {
    this.records.delete(id);
    return Promise.resolve();
  }
}

export interface WorldSpec {
  readonly threads?: readonly SpokenThread[];
  readonly drafts?: readonly EventDraft[];
  readonly tasks?: readonly AgentTask[];
  /** Null = none was imported. */
  readonly calendar?: readonly CalendarEvent[] | null;
  /** Text of pictures by id. */
  readonly pictures?: Readonly<Record<string, string>>;
  /** ISO instant. */
  readonly now?: string;
}

export class World implements AgentPorts {
  readonly drafts: Records<EventDraft>;
  readonly tasks: Records<AgentTask>;
  readonly notes = new Records<AgentNote>();
  readonly log: { entries: ActionEntry[]; append(entry: ActionEntry): Promise<void> };
  readonly runs: { saved: string[]; save(run: AgentRun): Promise<void> };
  readonly messages: AgentPorts["messages"];
  readonly calendar: AgentPorts["calendar"];
  readonly images: AgentPorts["images"];
  /** `thread person`, as they were marked. */
  readonly selves: string[] = [];
  readonly markSelf = (threadId: string, personId: string): Promise<void> => {
    this.selves.push(`${threadId} ${personId}`);
    return Promise.resolve();
  };
  readonly now: () => string;
  readonly newId: () => string;
  readonly #index: MiniSearch;
  readonly #hits = new Map<string, SearchHit>();

  constructor(spec: WorldSpec = {}) {
    const threads = spec.threads ?? [];
    this.drafts = new Records(spec.drafts);
    this.tasks = new Records(spec.tasks);
    this.now = () => spec.now ?? "2026-11-24T09:30:00Z";
    this.newId = identifiers();
    this.log = {
      entries: [],
      append(entry) {
        if (!this.entries.some((other) => other.id === entry.id)) this.entries.push(entry);
        return Promise.resolve();
      },
    };
    this.runs = {
      saved: [],
      // Kept as text: what cannot be stored must not pass.
      save(run) {
        this.saved.push(JSON.stringify(run));
        return Promise.resolve();
      },
    };
    this.#index = indexOf(threads);
    for (const { thread, messages } of threads)
      for (const message of messages) this.#hits.set(message.id, { thread, message });
    this.messages = {
      threads: () => Promise.resolve(threads.map(({ thread }) => thread)),
      messages: (id) => Promise.resolve(threads.find(({ thread }) => thread.id === id)?.messages ?? []),
      search: (query) => Promise.resolve(this.#search(query)),
    };
    this.calendar = {
      events: (from, to) =>
        Promise.resolve(
          spec.calendar?.filter(({ start, end }) => start.slice(0, 10) <= to && end.slice(0, 10) >= from) ??
            null,
        ),
    };
    this.images = { read: (id) => Promise.resolve(spec.pictures?.[id] ?? null) };
  }

  /** The run as it was stored last. */
  get stored(): unknown {
    return JSON.parse(this.runs.saved.at(-1) ?? "null");
  }

  #search(query: Parameters<AgentPorts["messages"]["search"]>[0]): SearchHit[] {
    const found = this.#index.search(query.words, { combineWith: "OR", prefix: true });
    return found
      .flatMap((result) => this.#hits.get(String(result["id"])) ?? [])
      .filter(({ message }) => {
        const epochMs = message.time?.epochMs ?? 0;
        return (
          (query.threadId === undefined || message.threadId === query.threadId) &&
          (query.senderId === undefined || message.senderId === query.senderId) &&
          (query.afterMs === undefined || epochMs >= query.afterMs) &&
          (query.beforeMs === undefined || epochMs <= query.beforeMs)
        );
      })
      .slice(0, query.limit);
  }
}

function indexOf(threads: readonly SpokenThread[]): MiniSearch {
  const index = new MiniSearch({
    fields: ["text", "sender"],
    tokenize: (text) => segment(text, detectLanguage(text, "en")).map(stem),
    processTerm: (term) => term,
  });
  index.addAll(
    threads.flatMap(({ thread, messages }) =>
      messages.map((message) => ({
        id: message.id,
        text: message.text,
        sender: thread.people.find((person) => person.id === message.senderId)?.name ?? "",
      })),
    ),
  );
  return index;
}

function identifiers(): () => string {
  let count = 0;
  return () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, "0")}`;
}
