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
import type { TextSource } from "./text-source.ts";

/** How a long read reports and is cancelled. */
export interface ImportContext {
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** The beginning of a file, decoded. */
export interface SniffHead {
  readonly text: string;
  readonly lines: readonly string[];
  readonly fileName: string;
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
  /** Line in the file, from 1. */
  readonly line: number;
  readonly sender: string | null;
  /** Wall time `YYYY-MM-DDTHH:mm:ss`. */
  readonly local: string | null;
  readonly precision: MessageTime["precision"];
  readonly kind: MessageKind;
  /** Without placeholders for omitted media and without the edited suffix. */
  readonly text: string;
  readonly attachments: readonly RawAttachment[];
  readonly flags: readonly MessageFlag[];
}

export interface RawThread {
  readonly title: string;
  /** What makes two imports the same thread; null = the set of people in it. */
  readonly identity: string | null;
  readonly kind: Thread["kind"];
  /** The format cannot tell a quoted header from a real one, so time running backwards is a warning sign. */
  readonly quotable: boolean;
  /** Every sender of a message, as written there, in order of appearance. */
  readonly senders: readonly string[];
  /** In file order, made one at a time so that they are not all in memory beside the result. */
  readonly messages: () => Iterable<RawMessage>;
}

export interface RawImport {
  readonly threads: readonly RawThread[];
  readonly issues: readonly ImportIssue[];
  readonly questions: readonly ImportQuestion[];
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
  sniff(head: SniffHead): SniffScore;
  /** Never throws for one bad record: it reports an issue and goes on. */
  parse(input: ImportInput, options: ImportOptions, context: ImportContext): Promise<RawImport>;
}
