/** @file One mail as messages: what its writer wrote, and below it what was forwarded (RFC 5322, MIME by postal-mime). */
import type { Email } from "postal-mime";
import type { RawDraft } from "#messages/collect";
import { cutText } from "#messages/clean-text";
import type { RawPerson } from "#messages/importer";
import { MAX_FORWARD_DEPTH, MAX_MAIL_QUOTE_CHARS } from "#messages/limits";
import { sha256 } from "#messages/sha256";
import { parseMail, readBody, type MailBody } from "./body.ts";
import { readMailDate } from "./mail-date.ts";
import { addressOf, PeopleOfMail } from "./people.ts";
import { bareSubject } from "./phrases.ts";
import { splitReply } from "./reply.ts";
import type { RawMail } from "./splitter.ts";

/** A mail before it is known which conversation it belongs to. */
export interface ReadMail {
  readonly number: number;
  /** `Message-ID` without brackets, or made of the mail's content. */
  readonly messageId: string;
  /** Ids of earlier mails of the conversation, the first one first. */
  readonly references: readonly string[];
  /** Gmail's own number of the conversation. */
  readonly gmailThread: string | null;
  readonly subject: string;
  readonly epochMs: number | null;
  /** Lower-case addresses of all who wrote or got it. */
  readonly participants: readonly string[];
  /** Whose mailbox it is from, if the mail says so. */
  readonly mailbox: string | null;
  readonly people: ReadonlyMap<string, RawPerson>;
  /** The mail itself, then what it forwards. */
  readonly drafts: readonly RawDraft[];
  /** The date was missing or absurd; another header's was taken, or none. */
  readonly isDateDoubtful: boolean;
}

const MAX_ID_CHARS = 500;
const MAX_REFERENCES = 200;
const DAY_MS = 86_400_000;
const MESSAGE_ID = /<([^<>\s]{1,500})>/g;

/** @param latestMs a later date is absurd. */
export async function readMail(mail: RawMail, latestMs: number): Promise<ReadMail> {
  const email = await parseMail(mail.bytes);
  const people = new PeopleOfMail();
  const time = timeOf(email, latestMs);
  const sender = people.take(email.from ?? email.sender);
  const others = [email.to, email.cc, email.replyTo].flatMap((list) => people.takeAll(list));
  const messageId = idOf(email);
  const body = await readBody(email, MAX_FORWARD_DEPTH);
  const drafts = draftsOf(body, { line: mail.number, sender, messageId, instantMs: time.epochMs, people });
  const first: RawDraft = {
    ...drafts[0]!,
    text: saysNothing(body) ? (email.subject ?? "") : body.text,
    flags: [
      ...(isFromProgram(email) ? (["bot"] as const) : []),
      ...(mail.isCut ? (["truncated"] as const) : []),
    ],
  };
  return {
    number: mail.number,
    messageId,
    references: referencesOf(email, messageId),
    gmailThread: header(email, "x-gm-thrid"),
    subject: email.subject ?? "",
    epochMs: time.epochMs ?? null,
    participants: [...new Set([...(sender === null ? [] : [sender]), ...others])],
    mailbox: mailboxOf(email),
    people: people.all,
    drafts: [first, ...drafts.slice(1)],
    isDateDoubtful: time.isDoubtful,
  };
}

interface DraftBase {
  readonly line: number;
  readonly sender: string | null;
  readonly messageId: string;
  readonly instantMs: number | undefined;
  readonly people: PeopleOfMail;
}

/** Some mails are all in their subject. */
function saysNothing({ text, quoted, forwarded, attached, attachments }: MailBody): boolean {
  return text + quoted === "" && forwarded === null && attached.length + attachments.length === 0;
}

/** The mail, and behind it what it forwards, as messages of their own authors. */
function draftsOf(body: MailBody, base: DraftBase): readonly RawDraft[] {
  const { text, html, attachments } = body;
  const own: RawDraft = {
    ...draftOf(body, base),
    kind: body.isInvitation ? "calendar" : text === "" && attachments.length > 0 ? "media" : "text",
    attachments,
    hiddenText: html === null || html.hiddenText === "" ? undefined : html.hiddenText,
    links: html?.links,
  };
  const by = base.sender === null ? "" : (base.people.all.get(base.sender)?.name ?? "");
  return [own, ...forwardedDrafts(body, base, by, MAX_FORWARD_DEPTH)];
}

function draftOf({ text, quoted }: Pick<MailBody, "text" | "quoted">, base: DraftBase): RawDraft {
  return {
    line: base.line,
    sender: base.sender,
    nativeId: base.messageId,
    instantMs: base.instantMs,
    instantFrom: "file-offset",
    text,
    quoted: quoted === "" ? undefined : cutText(quoted, MAX_MAIL_QUOTE_CHARS),
  };
}

type InnerBody = Pick<MailBody, "text" | "quoted" | "forwarded"> & Partial<MailBody>;

function forwardedDrafts(body: InnerBody, base: DraftBase, by: string, depth: number): RawDraft[] {
  if (depth === 0) return [];
  const inner: { sender: string | null; date: string; body: InnerBody }[] = [];
  if (body.forwarded) {
    const { from, date, text } = body.forwarded;
    inner.push({ sender: base.people.take(addressOf(from)), date, body: splitReply(text, true) });
  }
  for (const { email, body: attached } of body.attached ?? [])
    inner.push({ sender: base.people.take(email.from), date: header(email, "date") ?? "", body: attached });
  return inner.flatMap(({ sender, date, body: part }, at) => {
    const messageId = `${base.messageId}#${at + 1}`;
    const own = { ...base, sender, messageId, instantMs: readMailDate(date) ?? base.instantMs };
    const draft: RawDraft = { ...draftOf(part, own), forwardedFrom: by, flags: ["maybeQuoted"] };
    return [draft, ...forwardedDrafts(part, own, by, depth - 1)];
  });
}

/** The date of the mail; else when the last server got it. */
function timeOf(email: Email, latestMs: number): { epochMs: number | undefined; isDoubtful: boolean } {
  const stated = readMailDate(header(email, "date") ?? "");
  const received = readMailDate(header(email, "received")?.split(";").at(-1) ?? "");
  const isAbsurd = stated === undefined || stated > Math.max(latestMs, received ?? 0) + DAY_MS;
  return isAbsurd
    ? { epochMs: received ?? stated, isDoubtful: true }
    : { epochMs: stated, isDoubtful: false };
}

/** Without a `Message-ID`: of what makes the mail (spec messages-calendar 2, "Identity"). */
function idOf(email: Email): string {
  const id = new RegExp(MESSAGE_ID).exec(email.messageId ?? "")?.[1] ?? email.messageId?.trim();
  if (id) return id.slice(0, MAX_ID_CHARS);
  const parts = [
    header(email, "date"),
    header(email, "from"),
    email.subject,
    (email.text ?? email.html)?.slice(0, 256),
  ];
  const hash = sha256(new TextEncoder().encode(parts.map((part) => part ?? "").join("\u001f")));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function referencesOf(email: Email, ownId: string): readonly string[] {
  const text = `${email.references ?? ""} ${email.inReplyTo ?? ""}`;
  const ids = [...text.matchAll(MESSAGE_ID)].slice(0, MAX_REFERENCES).map((match) => match[1]!);
  return [...new Set(ids)].filter((id) => id !== ownId);
}

function header(email: Email, key: string): string | null {
  return email.headers.find((candidate) => candidate.key === key)?.value ?? null;
}

/** RFC 3834. */
function isFromProgram(email: Email): boolean {
  const value = header(email, "auto-submitted");
  return value !== null && !/^no\b/i.test(value.trim());
}

/** `Delivered-To` names the mailbox; lists use it for themselves. */
function mailboxOf(email: Email): string | null {
  const address = header(email, "delivered-to")?.trim().toLowerCase() ?? "";
  const isList =
    header(email, "list-id") !== null || header(email, "list-post")?.toLowerCase().includes(address) === true;
  return !isList && /^[^\s@<>]{1,64}@[^\s@<>]{1,190}$/.test(address) ? address : null;
}

/** See `bareSubject`; for comparing. */
export function subjectKey(subject: string): string {
  return bareSubject(subject).replace(/\s+/g, " ").toLowerCase();
}
