/**
 * @file The one shape every import format is turned into (spec messages-calendar 2).
 * Everything here is plain data: it is stored in IndexedDB and crosses worker boundaries.
 */

import type { Spool } from "./spool.ts";

/** base32(sha256)[0..20], lower case, prefixed `t_` thread, `p_` person, `m_` message, `a_` attachment, `i_` import. */
export type Id = string;

export type SourceKind =
  | "whatsapp"
  | "telegram"
  | "slack"
  | "discord"
  /** Messenger and Instagram: one export format. */
  | "meta"
  | "google-chat"
  /** Teams and Skype: one export format. */
  | "teams"
  | "signal"
  | "imessage"
  | "sms"
  /** E-mail: .eml files and mbox mailboxes. */
  | "mail"
  | "transcript"
  /** vCards: no messages, names for the people of chats. */
  | "contacts"
  | "paste";
export type DateOrder = "DMY" | "MDY" | "YMD";

export interface MessageTime {
  /** Milliseconds since the epoch, computed from `local` in `zone`. */
  readonly epochMs: number;
  /** Wall time where it was sent, `YYYY-MM-DDTHH:mm:ss`. Ids are made from this, so a later zone change keeps them. */
  readonly local: string;
  /** IANA zone name. */
  readonly zone: string;
  readonly zoneFrom: "file-offset" | "utc" | "user" | "device";
  readonly precision: "s" | "min" | "day" | "none";
  /** 1 = the second pass through an autumn overlap. */
  readonly fold?: 0 | 1;
  /** `mismatch`: the source's own id says another time. */
  readonly suspicious?: "backwards" | "future" | "gap" | "mismatch";
}

export type MessageKind = "text" | "system" | "deleted" | "call" | "poll" | "location" | "calendar" | "media";
export type MessageFlag =
  | "maybeQuoted"
  | "bot"
  | "hiddenContent"
  | "bidi"
  | "injection"
  | "truncated"
  | "edited";

export interface Attachment {
  readonly id: Id;
  readonly name: string;
  readonly mime: string;
  readonly state: "included" | "omitted" | "missing" | "remote";
}

export interface Reaction {
  /** The emoji or its name in the source (`+1`). */
  readonly emoji: string;
  readonly by: readonly Id[];
}

/** A link whose target is not its text. Never followed by the app. */
export interface HiddenLink {
  readonly text: string;
  readonly href: string;
  /** The text names another host than the target: a sign of phishing. */
  readonly mismatch: boolean;
}

export interface Message {
  readonly id: Id;
  readonly threadId: Id;
  /** Position in the file: the order that wins inside one minute. */
  readonly seq: number;
  readonly senderId: Id | null;
  /** null when the source has no time at all (a pasted chat whose base date was not given). */
  readonly time: MessageTime | null;
  readonly kind: MessageKind;
  /** Cleaned text, safe to show as text and to quote in a prompt. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly flags: readonly MessageFlag[];
  readonly batchId: Id;
  /** Text of another message that this one quotes; not part of `text`. */
  readonly quoted?: string;
  /** Invisible in the source: shown behind a warning, never given to a model. */
  readonly hiddenText?: string;
  /** May name a message that is not in the import. */
  readonly replyTo?: Id;
  readonly forwardedFrom?: string;
  /** ISO instant. */
  readonly editedAt?: string;
  readonly reactions?: readonly Reaction[];
  readonly links?: readonly HiddenLink[];
}

export interface Person {
  readonly id: Id;
  /** Display name: NFC, no bidi controls, at most 60 characters. */
  readonly name: string;
  readonly isSelf: boolean;
}

export interface Thread {
  readonly id: Id;
  readonly source: SourceKind;
  readonly title: string;
  readonly people: readonly Person[];
  readonly kind: "dm" | "group" | "channel" | "mail" | "transcript" | "paste";
  /** IANA zone the wall times of the file were read in. */
  readonly zone: string;
  /** Wall time of the first and last message, or null when undated. */
  readonly first: string | null;
  readonly last: string | null;
  readonly count: number;
  readonly batchIds: readonly Id[];
}

/** A record that could not be read. `sample` is at most 120 characters of it, for the person who imports. */
export interface ImportIssue {
  readonly code:
    | "unreadable-line"
    /** `line` counts records, not lines. */
    | "unreadable-record"
    /** The file stops in the middle; what came before was read. */
    | "file-incomplete"
    /** The id of a message says another time than its date. */
    | "time-mismatch"
    | "date-invalid"
    | "date-order-assumed"
    | "text-truncated"
    | "time-backwards"
    | "too-many-messages"
    | "attachments-not-read";
  readonly line?: number;
  readonly sample?: string;
}

/** Encodings in use before Unicode that a chat or a transcript may still have; names of the Encoding Standard. */
export const LEGACY_ENCODINGS = ["windows-1252", "windows-1251", "windows-874", "shift_jis"] as const;
export type LegacyEncoding = (typeof LEGACY_ENCODINGS)[number];

export interface ImportOptions {
  /** IANA zone of the phone that made the export. */
  readonly zone: string;
  readonly zoneFrom: "user" | "device";
  /** Given when the person answered the date-order question. */
  readonly dateOrder?: DateOrder;
  /** Day of an undated chat, `YYYY-MM-DD`; for a transcript also when it began, `YYYY-MM-DDTHH:mm`. */
  readonly baseDate?: string;
  /** Given when the person answered the encoding question. */
  readonly encoding?: LegacyEncoding;
  /** ISO instant of the import, for year checks; passed in so that parsing is repeatable. */
  readonly importedAt: string;
}

/** What only the person can know. The page asks each once and parses again with the answer. */
export type ImportQuestion =
  | {
      readonly kind: "date-order";
      /** The first and last date of the file under each reading. */
      readonly choices: readonly {
        readonly order: DateOrder;
        readonly first: string;
        readonly last: string;
      }[];
    }
  | { readonly kind: "base-date"; readonly suggestion: string }
  | {
      readonly kind: "encoding";
      /** The first lines that are not ASCII under each encoding. */
      readonly choices: readonly { readonly encoding: LegacyEncoding; readonly sample: string }[];
    };

/** A thread of an import that is not stored yet. */
export interface StagedThread {
  readonly thread: Thread;
  /** Where its `thread.count` messages begin in the messages of the import. */
  readonly firstMessage: number;
  /** The source has no ids of its own: an edited message has another id than before. */
  readonly idsFromText: boolean;
}

/** Someone of a contact file. */
export interface Contact {
  /** As `Person.name`. */
  readonly name: string;
  /** International phone numbers and mail addresses. */
  readonly handles: readonly string[];
  /** Ids that people with one of the handles have in every thread. */
  readonly personIds: readonly Id[];
}

/** The result of reading one file. Nothing is stored yet: threads and messages lie where the reader was told to put them. */
export interface StagedImport {
  readonly batchId: Id;
  readonly source: SourceKind;
  readonly fileName: string;
  readonly threads: Spool<StagedThread>;
  /** Of all threads, one thread behind the other. */
  readonly messages: Spool<Message>;
  /** Of a contact file; absent for messages. */
  readonly contacts?: readonly Contact[];
  readonly issues: readonly ImportIssue[];
  /** Questions whose answers would change the result; empty when everything is certain. */
  readonly questions: readonly ImportQuestion[];
  /** Of the text: UTF-8, UTF-16, or what the person chose. */
  readonly encoding: string;
}
