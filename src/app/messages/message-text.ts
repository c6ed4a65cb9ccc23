/** @file What the page says about a message beside its own text: placeholders, attachments, warnings. */
import type {
  Attachment,
  ImportIssue,
  Message,
  MessageFlag,
  MessageKind,
  SourceKind,
} from "#messages/message";

import type { ImportReceipt, ImportSum } from "#workers/protocol-imports";
import { countText } from "./time-text.ts";

export interface ChipText {
  readonly text: string;
  /** The longer explanation, shown as a tooltip. */
  readonly title: string;
}

const FLAGS: Readonly<Record<MessageFlag, ChipText>> = {
  edited: { text: "edited", title: "The sender changed this message after sending it." },
  maybeQuoted: {
    text: "maybe quoted",
    title: "This may be text inside another message that only looks like one of its own.",
  },
  injection: {
    text: "aimed at assistants",
    title:
      "This text seems to give instructions to an assistant. Hearth treats it as a quote, never as a command.",
  },
  bot: { text: "bot", title: "Sent by a program." },
  hiddenContent: { text: "hidden content", title: "Parts that could not be seen were taken out." },
  bidi: { text: "direction marks", title: "Characters that reorder text were taken out." },
  truncated: { text: "cut off", title: "The message was too long and was cut." },
};

const PLACEHOLDERS: Partial<Record<MessageKind, string>> = {
  deleted: "This message was deleted",
  call: "Call",
  poll: "Poll",
  location: "Location",
  calendar: "Calendar entry",
  media: "Media, not in the export",
};

const ISSUES: Readonly<Record<ImportIssue["code"], string>> = {
  "unreadable-line": "could not be read and was left out",
  "unreadable-record": "could not be read and was left out",
  "file-incomplete": "stops in the middle; what comes before was read",
  "time-mismatch": "has another time in its number than in its date",
  "date-invalid": "has a date that does not exist",
  "date-order-assumed": "has dates that could be read in two ways; the more likely one was taken",
  "text-truncated": "was too long and was cut",
  "time-backwards": "is older than the message before it",
  "too-many-messages": "lies beyond the number of messages Hearth reads from one file",
  "attachments-not-read": "names files that are not read; only their names are kept",
};

const SOURCES: Readonly<Record<SourceKind, string>> = {
  whatsapp: "WhatsApp",
  telegram: "Telegram",
  slack: "Slack",
  discord: "Discord",
  meta: "Messenger or Instagram",
  "google-chat": "Google Chat",
  teams: "Teams or Skype",
  signal: "Signal",
  imessage: "iMessage",
  sms: "SMS",
  mail: "E-mail",
  transcript: "Transcript",
  contacts: "Contacts",
  paste: "Pasted text",
};

/** Issues that have no number still speak of a part of the file, not of all of it. */
const RECORD_ISSUES: ReadonlySet<ImportIssue["code"]> = new Set(["unreadable-record", "time-mismatch"]);

export function sourceText(source: SourceKind): string {
  return SOURCES[source];
}

export function flagTexts(flags: readonly MessageFlag[]): readonly ChipText[] {
  return flags.map((flag) => FLAGS[flag]);
}

export function attachmentText({ name, state }: Attachment): ChipText {
  const words = {
    included: "in the file, not opened",
    omitted: "not in the export",
    missing: "missing",
    remote: "online, not fetched",
  };
  return { text: name || "attachment", title: `Attachment: ${words[state]}` };
}

/** Words for a message whose text does not say what it is; null when its text is enough. */
export function placeholderText({ kind, text, attachments }: Message): string | null {
  if (text !== "" || attachments.length > 0) return null;
  return PLACEHOLDERS[kind] ?? "Empty message";
}

/** An event can be drafted from it: there are words to read a date and a title from. */
export function canDraftFrom({ kind, text }: Pick<Message, "kind" | "text">): boolean {
  return kind !== "system" && kind !== "deleted" && text.trim() !== "";
}

/** "3 messages imported, 10 were already here, 1 of them edited since." */
export function receiptText({
  added,
  alreadyHere,
  edited,
  contacts,
}: Pick<ImportReceipt, "added" | "alreadyHere" | "edited" | "contacts">): string {
  if (contacts !== undefined) return `${countText(contacts, "contact")} imported.`;
  const imported = `${countText(added, "message")} imported`;
  if (alreadyHere === 0) return `${imported}.`;
  const were = alreadyHere === 1 ? "was" : "were";
  return `${imported}, ${alreadyHere.toLocaleString("en")} ${were} already here${editedText(edited)}.`;
}

/** The same before it is done: "412 new, 9,803 already here, 2 of them edited since." */
export function sumText({ added, alreadyHere, edited }: ImportSum): string {
  const here = alreadyHere.toLocaleString("en");
  return `${added.toLocaleString("en")} new, ${here} already here${editedText(edited)}.`;
}

function editedText(edited: number): string {
  return edited === 0 ? "" : `, ${edited.toLocaleString("en")} of them edited since`;
}

/** "Line 12 could not be read and was left out"; records are counted as records. */
export function issueText({ code, line }: ImportIssue): string {
  const isRecord = RECORD_ISSUES.has(code);
  const whole = isRecord ? "A record" : "The file";
  const part = isRecord ? "Record" : "Line";
  return `${line === undefined ? whole : `${part} ${line.toLocaleString("en")}`} ${ISSUES[code]}`;
}
