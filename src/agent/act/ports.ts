/**
 * @file Everything the agent reaches outside itself. Whoever starts a run passes these in; there is no port that sends,
 * exports, shares, deletes a thread or changes a setting, because the agent must not do any of it (spec 8, A3).
 */

import type { EventDraft } from "#calendar/event-draft";
import type { Language } from "#calendar/resolution";
import type { Id, Message, Thread } from "#messages/message";
import type { ActionEntry } from "./action-log.ts";
import type { AgentRun } from "./run.ts";
import type { AgentNote, AgentTask } from "./task.ts";

export interface SearchQuery {
  /** Words; the port matches them lexically. */
  readonly words: string;
  readonly threadId?: Id;
  readonly senderId?: Id;
  /** Milliseconds since the epoch, both included. */
  readonly afterMs?: number;
  readonly beforeMs?: number;
  readonly limit: number;
}

export interface SearchHit {
  readonly thread: Thread;
  readonly message: Message;
}

export interface MessagePort {
  threads(): Promise<readonly Thread[]>;
  /** All messages of a thread in file order. */
  messages(threadId: Id): Promise<readonly Message[]>;
  /** Best match first. */
  search(query: SearchQuery): Promise<readonly SearchHit[]>;
}

/** A busy time of an imported calendar, or a draft. */
export interface CalendarEvent {
  readonly title: string;
  readonly allDay: boolean;
  /** `YYYY-MM-DDTHH:mm` in `zone`, or `YYYY-MM-DD`; ends as in `EventDraft`. */
  readonly start: string;
  readonly end: string;
  readonly zone: string;
}

export interface CalendarPort {
  /** Imported events that touch the local days `from` to `to`, both included; null = no calendar was imported. */
  events(from: string, to: string): Promise<readonly CalendarEvent[] | null>;
}

/** One kind of record. `put` adds or replaces by id; repeating it changes nothing. */
export interface RecordPort<T> {
  list(): Promise<readonly T[]>;
  put(record: T): Promise<void>;
  delete(id: Id): Promise<void>;
}

export interface ImagePort {
  /** Text read off a picture the person attached, or null when there is none. */
  read(imageId: Id, language: Language, signal?: AbortSignal): Promise<string | null>;
}

export interface AgentPorts {
  readonly messages: MessagePort;
  readonly calendar: CalendarPort;
  readonly drafts: RecordPort<EventDraft>;
  readonly tasks: RecordPort<AgentTask>;
  readonly notes: RecordPort<AgentNote>;
  readonly images: ImagePort;
  /** Keeps who the person is in a thread, as they said. */
  readonly markSelf: (threadId: Id, personId: Id) => Promise<void>;
  readonly runs: { save(run: AgentRun): Promise<void> };
  /** Keeps every entry; an entry whose id is there already is not added again. */
  readonly log: { append(entry: ActionEntry): Promise<void> };
  /** ISO instant. */
  readonly now: () => string;
  /** A new random identifier at each call. */
  readonly newId: () => string;
}
