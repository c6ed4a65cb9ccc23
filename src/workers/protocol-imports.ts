/** @file What the page says to the import worker, which owns imported messages: reading, storing, searching them. */
import type { ParsedCalendar } from "#calendar/imported-event";
import type {
  Id,
  ImportOptions,
  ImportIssue,
  ImportQuestion,
  Message,
  MessageTime,
  Person,
  SourceKind,
  Thread,
} from "#messages/message";
import type { Snippet } from "#messages/search-index";
import type { StoredImport } from "#storage/imports-reading";
import type { ThreadOutline } from "#storage/thread-outline";
import type { Method } from "./protocol.ts";

/** Pictures in the file of an import. */
export interface FoundPictures {
  readonly count: number;
  readonly sizeBytes: number;
}

/** What became of the pictures that its messages name. */
export interface KeptPictures {
  readonly kept: number;
  readonly sizeBytes: number;
  /** Damaged, or beyond the limits or the room on this device. */
  readonly leftOut: number;
}

export interface ImportPreview {
  /** Names the staged import in the worker until it is committed or discarded. */
  readonly batchId: Id;
  readonly source: SourceKind;
  readonly fileName: string;
  readonly threadCount: number;
  /** The first of the threads: a mailbox has tens of thousands. */
  readonly threads: readonly Thread[];
  /** First and last messages of some threads, to show that dates and names were read right; fewer than `threads`. */
  readonly samples: readonly (readonly Message[])[];
  /** What the import would change now. */
  readonly sum: ImportSum;
  readonly issues: readonly ImportIssue[];
  readonly questions: readonly ImportQuestion[];
  /** Names of the people of a contact file; absent for messages. */
  readonly contacts?: readonly string[];
  /** Absent when there are none. */
  readonly pictures?: FoundPictures;
}

/** What an import adds to what is here. */
export interface ImportSum {
  readonly added: number;
  /** Known messages, edited ones included. */
  readonly alreadyHere: number;
  /** Known messages of which the import has a later version. */
  readonly edited: number;
}

export interface ImportReceipt extends ImportSum {
  readonly batchId: Id;
  readonly threadIds: readonly Id[];
  /** People of a contact file; absent for messages. */
  readonly contacts?: number;
  /** Absent when none were to be kept. */
  readonly pictures?: KeptPictures;
}

export type ImportPart = {
  readonly type: "import-progress";
  readonly doneBytes: number;
  readonly totalBytes: number;
};

export type CommitPart =
  | { readonly type: "commit-progress"; readonly doneMessages: number; readonly totalMessages: number }
  /** After all messages. */
  | { readonly type: "pictures-progress"; readonly donePictures: number; readonly totalPictures: number };

export interface SearchQuery {
  /** As typed: all words must occur, the last may be a beginning, words in quotation marks stand next to each other. */
  readonly text: string;
  /** Only in this thread; null = everywhere. */
  readonly threadId: Id | null;
  /** Only from this person; null = from anyone. */
  readonly personId: Id | null;
  readonly order: "best" | "newest";
  /** Hits wanted; the result also says how many there are. */
  readonly limit: number;
}

export interface SearchHit {
  readonly threadId: Id;
  readonly threadTitle: string;
  readonly messageId: Id;
  /** null for a line of the system. */
  readonly senderName: string | null;
  readonly time: MessageTime | null;
  /** What to show, with the matches marked. */
  readonly snippet: Snippet;
  /** The match is in the name of an attachment. */
  readonly inFileName: boolean;
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  readonly total: number;
  /** Nothing matched exactly: these have similar words. */
  readonly approximate: boolean;
}

/** Sent while messages that were not indexed yet are added to the index. */
export type SearchPart = { readonly type: "index-progress"; readonly fraction: number };

/** A person with their messages over all threads. */
export interface PersonSummary {
  readonly person: Person;
  readonly count: number;
  /** Wall time of their latest message. */
  readonly last: string | null;
  readonly threads: readonly { readonly id: Id; readonly title: string; readonly count: number }[];
}

/** import.worker.ts: owns the store of imported messages. */
export interface ImportHandlers {
  /** Reads a file or pasted text (as a Blob) and stages the result, which nothing but a commit sees. */
  readonly "import-read": Method<
    { file: Blob; fileName: string; options: ImportOptions },
    ImportPart,
    ImportPreview
  >;
  /** With `keepPictures`, those in the file that the new messages name are kept too. */
  readonly "import-commit": Method<{ batchId: Id; keepPictures?: boolean }, CommitPart, ImportReceipt>;
  readonly "import-discard": Method<{ batchId: Id }, never, null>;
  /** Removes exactly what that import added. */
  readonly "import-undo": Method<{ batchId: Id }, never, null>;
  readonly "thread-list": Method<null, never, readonly Thread[]>;
  /** Lays a thread out without its messages; null when it is not here. */
  readonly "thread-outline": Method<{ threadId: Id }, never, ThreadOutline | null>;
  /** The messages with `firstSeq <= seq < endSeq`; null = to the end. */
  readonly "message-page": Method<
    { threadId: Id; firstSeq: number; endSeq: number | null },
    never,
    readonly Message[]
  >;
  /** Messages by id, as far as they are still here. */
  readonly "message-find": Method<{ threadId: Id; ids: readonly Id[] }, never, readonly Message[]>;
  readonly "message-search": Method<SearchQuery, SearchPart, SearchResult>;
  readonly "person-list": Method<null, never, readonly PersonSummary[]>;
  /** Completed imports, the latest first. */
  readonly "import-list": Method<null, never, readonly StoredImport[]>;
  /** Marks a person of a thread as "me", or nobody with null. */
  readonly "thread-self": Method<{ threadId: Id; personId: Id | null }, never, Thread>;
  /** Reads the wall times of a thread in another zone; those that its file placed itself stay. */
  readonly "thread-zone": Method<{ threadId: Id; zone: string }, never, Thread>;
  readonly "thread-delete": Method<{ threadId: Id }, never, null>;
  /** Ids of the attachments of a thread whose pictures are kept. */
  readonly "attachment-list": Method<{ threadId: Id }, never, readonly Id[]>;
  /** The file of a kept picture, as the export had it; null when it is not here. */
  readonly "attachment-read": Method<{ threadId: Id; attachmentId: Id }, never, Blob | null>;
  /** Reads a calendar file; nothing is stored. `zone` = IANA zone of the reader, for floating times. */
  readonly "calendar-read": Method<{ file: Blob; zone: string }, never, ParsedCalendar>;
}
