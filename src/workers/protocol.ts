/**
 * @file What the page and the workers say to each other: the only file both sides share.
 * `Handlers` maps a method to its function type; `parts` of a method are sent while it runs.
 */
import type { ParsedCalendar } from "#calendar/imported-event";
import type { Language } from "#calendar/resolution";
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
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
import type { FillJob } from "./reading/fill-job.ts";

/** A method: arguments, what it reports while running, what it returns. */
export interface Method<Args, Part, Result> {
  readonly args: Args;
  readonly part: Part;
  readonly result: Result;
}

export interface InstallState {
  readonly modelId: string;
  readonly totalBytes: number;
  readonly storedBytes: number;
  readonly totalPieces: number;
  readonly storedPieces: number;
  /** All pieces are present, and every file was found right as a whole. */
  readonly complete: boolean;
  /**
   * What the files were compared with: hashes that are part of the app, those the hub states, or (for at least one file)
   * nothing but what it was when it first came. Null while nothing is known about the files.
   */
  readonly trust: "app" | "hub" | "first-use" | null;
  /** Commit of the hub; null for files that came another way. */
  readonly revision: string | null;
}

/** A file of a folder that a person chose. */
export interface NamedBlob {
  /** Path within the folder, `/` between parts. */
  readonly name: string;
  readonly blob: Blob;
}

/** The connection broke, nothing came over it for a while, or the server asks to wait. */
export type RetryReason = "broken" | "slow" | "busy";

export type InstallPart =
  | {
      readonly type: "download-progress";
      /** Bytes received, including those of pieces not verified yet. */
      readonly receivedBytes: number;
      readonly totalBytes: number;
      readonly verifiedPieces: number;
      readonly totalPieces: number;
    }
  /** A request failed; the next one starts after `waitMs`. Told again each second while it waits. */
  | { readonly type: "download-retry"; readonly waitMs: number; readonly reason: RetryReason }
  /** Another tab is at work on this model; this one waits for it. */
  | { readonly type: "download-elsewhere" }
  /** Stored bytes are hashed; `fraction` is 0..1. */
  | { readonly type: "verify-progress"; readonly fraction: number };

export type LoadPart = {
  readonly type: "load-progress";
  /**
   * `verify` hashes what is stored, `calibrate` runs once after an install, `quantise` makes the weights, `check` compares
   * known answers.
   */
  readonly phase: "verify" | "start" | "calibrate" | "quantise" | "check";
  /** 0..1 within the phase. */
  readonly fraction: number;
};

export interface EngineInfo {
  readonly modelId: string;
  readonly device: "cpu" | "webgpu";
  readonly threads: number;
  readonly contextTokens: number;
  readonly callsTools: boolean;
  readonly tier: "S" | "M" | "L";
  readonly loadMs: number;
}

/** download.worker.ts and mirror.worker.ts: own the weight store. */
export interface DownloadHandlers {
  readonly "model-state": Method<{ modelId: string }, never, InstallState>;
  /** @param mirror address asked instead of the hub; only mirror.worker.ts takes one */
  readonly "model-install": Method<{ modelId: string; mirror: string | null }, InstallPart, InstallState>;
  /** From files that a person has. */
  readonly "model-import": Method<
    { modelId: string; files: readonly NamedBlob[] },
    InstallPart,
    InstallState
  >;
  /** Into a folder named after the model, in `folder`. */
  readonly "model-export": Method<{ modelId: string; folder: FileSystemDirectoryHandle }, InstallPart, null>;
  /** Hashes everything that is stored; what is damaged is removed. */
  readonly "model-verify": Method<
    { modelId: string },
    InstallPart,
    { state: InstallState; damagedPieces: number }
  >;
  readonly "model-delete": Method<{ modelId: string }, InstallPart, InstallState>;
}

/** hash.worker.ts: the SHA-256 of one file whose bytes come in order, each call after the one before is answered. */
export interface HashHandlers {
  /** Bytes move there, and their memory comes back. */
  readonly "hash-add": Method<{ bytes: Uint8Array<ArrayBuffer> | Blob }, never, ArrayBuffer | null>;
  /** Lower-case hexadecimal. */
  readonly "hash-end": Method<null, never, string>;
}

/** read.worker.ts: reads beside a thread that creates a session. */
export interface ReadHandlers {
  /** Says that the thread listens. */
  readonly "read-start": Method<null, never, null>;
  /** The answer is for nobody: the job's own progress is waited for. */
  readonly "read-fill": Method<FillJob, never, null>;
  /** Lower-case hexadecimal. */
  readonly "read-hash": Method<{ blob: Blob }, never, string>;
}

/** A message here means: what is stored has changed, or the browser took it away. */
export const MODELS_CHANNEL = "hearth-models";

export interface LoadRequest {
  readonly modelId: string;
  /** Less than the model's usual. */
  readonly contextTokens?: number;
  /** `auto` unless told: the GPU where there is a real one that computes rightly. */
  readonly device?: "auto" | "cpu" | "webgpu";
}

/** What a guard model says of a message: see `models/guard/judge.ts`. */
export interface GuardVerdict {
  /** Probability that it is unsafe, 0 to 1. */
  readonly unsafe: number;
  /** `S7: Privacy`; empty when none was named. */
  readonly categories: readonly string[];
}

export interface GuardRequest {
  /** Alternating from the person; the last one is judged. */
  readonly messages: readonly string[];
  /** From this probability on categories are asked for. */
  readonly threshold: number;
}

/** A long message is judged in pieces. */
export type GuardPart = { readonly type: "guard-progress"; readonly done: number; readonly total: number };

/** inference.worker.ts: reads the weight store and owns the engine. */
export interface InferenceHandlers {
  readonly "model-load": Method<LoadRequest, LoadPart, EngineInfo>;
  readonly "text-generate": Method<GenerateRequest, GeneratePart, GenerateResult>;
  readonly "token-count": Method<{ texts: readonly string[] }, never, readonly number[]>;
  /** With a guard model loaded. */
  readonly "guard-judge": Method<GuardRequest, GuardPart, GuardVerdict>;
}

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

/** What the page needs to know of a picture before a model sees it. */
export interface OpenedPicture {
  /** SHA-256 of the file, in hexadecimal. */
  readonly id: string;
  /** A copy: the file may change or go. */
  readonly bytes: Blob;
  /** In pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** Only the first frame is looked at. */
  readonly isAnimated: boolean;
  /** At most 640 pixels on its longer side. */
  readonly thumbnail: Blob;
}

/** A rectangle in shares (0..1) of the upright picture's width and height. */
export interface PictureRegion {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** picture.worker.ts: checks, shrinks and cuts pictures away from the main thread. */
export interface PictureHandlers {
  readonly "picture-open": Method<{ file: Blob }, never, OpenedPicture>;
  /** The part of a picture as a PNG file, at least one pixel. */
  readonly "picture-crop": Method<{ file: Blob; region: PictureRegion }, never, Blob>;
}

/** `opening`: what reads is started and the picture decoded. `fetching`: the data of the language. */
export type ReadingPart = {
  readonly type: "reading-progress";
  readonly phase: "opening" | "fetching" | "reading";
  /** 0..1 within the phase. */
  readonly fraction: number;
};

/** ocr.worker.ts: reads text off pictures. It can't hear while it reads: to stop it, end the worker. */
export interface OcrHandlers {
  /** Lines as they stand in the picture, empty when there are none. @throws AppError `picture-*`, `reading-*` */
  readonly "text-read": Method<{ file: Blob; language: Language }, ReadingPart, string>;
}

export type MethodTable = { readonly [method: string]: Method<unknown, unknown, unknown> };

/** Page to worker. */
export type Request =
  | { readonly type: "request"; readonly id: number; readonly method: string; readonly args: unknown }
  | { readonly type: "cancel"; readonly id: number };

/** Worker to page. Every request ends in exactly one `result` or `error`. */
export type Response =
  | { readonly type: "part"; readonly id: number; readonly part: unknown }
  | { readonly type: "result"; readonly id: number; readonly result: unknown }
  | { readonly type: "error"; readonly id: number; readonly error: import("#shared/errors").ErrorData };
