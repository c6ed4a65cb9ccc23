/**
 * @file What a reader of one export format is: it recognises its files and turns them into raw messages. Ids, people,
 * zones and the cleaning of hostile text are the same for every format and are done in build-import.ts.
 */
import type {
  Attachment,
  ImportIssue,
  ImportOptions,
  ImportQuestion,
  MessageFlag,
  MessageKind,
  MessageTime,
  SourceKind,
  Thread,
} from "./message.ts";
import type { Archive } from "./archive.ts";
import type { Spools } from "./spool.ts";
import type { TextSource } from "./text-source.ts";

/** How a long read is stopped and what it reports. */
export interface ReadContext {
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

export interface ImportContext extends ReadContext {
  /** Where it puts what does not fit the memory. */
  readonly spools: Spools;
}

/** For a part of a read that is reported by its caller. */
export function withoutProgress({ signal, spools }: ImportContext): ImportContext {
  return signal === undefined ? { spools } : { signal, spools };
}

/** The beginning of a file, decoded. */
export interface SniffHead {
  readonly text: string;
  readonly lines: readonly string[];
  readonly fileName: string;
  /** Which keys a JSON text has, as far as the head shows; null when it is not JSON. See `jsonShape`. */
  readonly json: ReadonlySet<string> | null;
}

export interface SniffScore {
  /** 0 = not this format, 1 = certain. */
  readonly score: number;
  readonly why: string;
}

export interface RawAttachment extends Pick<Attachment, "mime" | "state"> {
  /** As written in the file, or the kind of thing ("image") when it was left out. */
  readonly name: string;
}

/** One record as the format has it: text not cleaned, wall time not placed in a zone. */
export interface RawMessage {
  /** Line in the file, or number of the record, from 1. */
  readonly line: number;
  /** As written in the file; with `RawThread.people`, a key of it. */
  readonly sender: string | null;
  /** Wall time `YYYY-MM-DDTHH:mm:ss`; null when there is none or `instantMs` says it all. */
  readonly local: string | null;
  /** Milliseconds since the epoch, where the source is exact. */
  readonly instantMs?: number | undefined;
  /** How `instantMs` was written. Default "utc". */
  readonly instantFrom?: "utc" | "file-offset" | undefined;
  /** The source's own id, unique in its thread. */
  readonly nativeId?: string | undefined;
  /** `nativeId` of the message it answers. */
  readonly replyTo?: string | undefined;
  readonly quoted?: string | undefined;
  readonly hiddenText?: string | undefined;
  readonly forwardedFrom?: string | undefined;
  readonly editedMs?: number | undefined;
  /** `by` are senders. */
  readonly reactions?: readonly { readonly emoji: string; readonly by: readonly string[] }[] | undefined;
  readonly links?: readonly { readonly text: string; readonly href: string }[] | undefined;
  readonly suspicious?: "mismatch" | undefined;
  readonly precision: MessageTime["precision"];
  readonly kind: MessageKind;
  /** Without placeholders for omitted media and without the edited suffix. */
  readonly text: string;
  readonly attachments: readonly RawAttachment[];
  readonly flags: readonly MessageFlag[];
}

/** A person whom the source knows by more than a name. */
export interface RawPerson {
  readonly name: string;
  /** International phone number or mail address: the same person in every source. */
  readonly handle?: string | undefined;
  readonly isSelf?: boolean | undefined;
}

export interface RawThread {
  readonly title: string;
  /** The source's own id of the conversation; then message ids are its own too. */
  readonly nativeId?: string | undefined;
  /** Ids of its messages are unique in the whole source, not only in the thread. */
  readonly hasGlobalIds?: boolean;
  /** By sender. */
  readonly people?: ReadonlyMap<string, RawPerson> | undefined;
  /** Senders are names, which mean somebody only in their thread; else ids that the source uses everywhere. */
  readonly peopleAreNamed?: boolean;
  /** What makes two imports the same thread; null = the set of people in it. */
  readonly identity: string | null;
  readonly kind: Thread["kind"];
  /** The format cannot tell a quoted header from a real one, so time running backwards is a warning sign. */
  readonly quotable: boolean;
  /** Every sender of a message, as written there, in order of appearance. */
  readonly senders: readonly string[];
  /** In file order, made one at a time so that they are not all in memory beside the result. */
  readonly messages: () => Iterable<RawMessage> | AsyncIterable<RawMessage>;
}

export interface RawContact {
  readonly name: string;
  /** International phone numbers and lower-case mail addresses. */
  readonly handles: readonly string[];
}

export interface RawImport {
  /** Gone through once. A mailbox has tens of thousands of them. */
  readonly threads: Iterable<RawThread> | AsyncIterable<RawThread>;
  /** Complete only when all threads were gone through. */
  readonly issues: readonly ImportIssue[];
  readonly questions: readonly ImportQuestion[];
  readonly contacts?: readonly RawContact[];
}

/** A text file, and what else the archive around it holds. */
export interface ImportInput {
  readonly source: TextSource;
  /** What the text is called: its name in the archive, if any, then the name of the file the person chose. */
  readonly names: readonly string[];
  /** Base names of the other files of the archive; null without an archive. */
  readonly archiveNames: ReadonlySet<string> | null;
}

export interface Importer {
  readonly id: SourceKind;
  /** Reads in pieces, so that only its messages and not its text must fit the memory. */
  readonly streams?: boolean;
  sniff(head: SniffHead): SniffScore;
  /** Never throws for one bad record: it reports an issue and goes on. */
  parse(input: ImportInput, options: ImportOptions, context: ImportContext): Promise<RawImport>;
}

/** A reader of exports that are many files in one archive. */
export interface ArchiveImporter {
  readonly id: SourceKind;
  /** @param paths of all files in the archive. */
  matches(paths: readonly string[]): boolean;
  parse(archive: Archive, options: ImportOptions, context: ImportContext): Promise<RawImport>;
}
