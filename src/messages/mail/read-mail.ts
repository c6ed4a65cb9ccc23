/** @file One mail as messages: what its writer wrote, and below it what was forwarded (RFC 5322, MIME by postal-mime). */
import PostalMime, { type Address, type Email } from "postal-mime";
import type { RawDraft } from "#messages/collect";
import { cutText } from "#messages/clean-text";
import { htmlToText, type HtmlText } from "#messages/html-text";
import type { RawAttachment, RawPerson } from "#messages/importer";
import {
  MAX_FORWARD_DEPTH,
  MAX_MAIL_ADDRESSES,
  MAX_MAIL_DEPTH,
  MAX_MAIL_HEADER_BYTES,
  MAX_MAIL_QUOTE_CHARS,
  MAX_MESSAGE_PARTS,
  MAX_RAW_MESSAGE_CHARS,
} from "#messages/limits";
import { sha256 } from "#messages/sha256";
import { readMailDate } from "./mail-date.ts";
import { bareSubject, isForwardSubject } from "./phrases.ts";
import { splitReply, type Forwarded } from "./reply.ts";
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

/** Text that is a fifth of what the same mail shows as HTML says "view this in your browser", nothing more. */
const MIN_PLAIN_SHARE = 0.2;
const MAX_ID_CHARS = 500;
const MAX_REFERENCES = 200;
const DAY_MS = 86_400_000;
const MESSAGE_ID = /<([^<>\s]{1,500})>/g;

export function parseMail(bytes: Uint8Array): Promise<Email> {
  return PostalMime.parse(bytes, {
    maxNestingDepth: MAX_MAIL_DEPTH,
    maxHeadersSize: MAX_MAIL_HEADER_BYTES,
    forceRfc822Attachments: true,
  });
}

/** @param latestMs a later date is absurd. */
export async function readMail(mail: RawMail, latestMs: number): Promise<ReadMail> {
  const email = await parseMail(mail.bytes);
  const people = new PeopleOfMail();
  const time = timeOf(email, latestMs);
  const sender = people.take(email.from ?? email.sender);
  const others = [email.to, email.cc, email.replyTo].flatMap((list) => people.takeAll(list));
  const messageId = idOf(email);
  const own = await readBody(email, MAX_FORWARD_DEPTH);
  const drafts = draftsOf(own, { line: mail.number, sender, messageId, instantMs: time.epochMs, people });
  const first: RawDraft = {
    ...drafts[0]!,
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

/** The people of one mail by address, or by name where a writer left the address out. */
class PeopleOfMail {
  readonly all = new Map<string, RawPerson>();

  take(address: Address | undefined): string | null {
    return this.takeAll(address === undefined ? undefined : [address])[0] ?? null;
  }

  takeAll(addresses: readonly Address[] | undefined): string[] {
    return (addresses ?? [])
      .slice(0, MAX_MAIL_ADDRESSES)
      .flatMap((entry) => entry.group ?? [entry])
      .flatMap(({ name, address }) => this.#add(name, address.toLowerCase()));
  }

  #add(name: string, address: string): string[] {
    const key = address || (this.#byName(name) ?? name);
    if (key === "" || this.all.size > 2 * MAX_MAIL_ADDRESSES) return [];
    const shown = name.trim() || address;
    const known = this.all.get(key);
    if (!known || known.name === address)
      this.all.set(key, { name: shown, handle: address.includes("@") ? address : undefined });
    return [key];
  }

  #byName(name: string): string | undefined {
    return [...this.all].find(([, person]) => person.name === name)?.[0];
  }
}

interface MailBody {
  readonly text: string;
  readonly quoted: string;
  readonly html: HtmlText | null;
  readonly forwarded: Forwarded | null;
  /** Mails that are attached whole. */
  readonly attached: readonly { readonly email: Email; readonly body: MailBody }[];
  readonly attachments: readonly RawAttachment[];
  readonly isInvitation: boolean;
}

async function readBody(email: Email, depth: number): Promise<MailBody> {
  const html = email.html === undefined ? null : htmlToText(email.html, { keepsReplies: true });
  const { text, quoted } = chooseText(email.text ?? "", html);
  const isForward = isForwardSubject(email.subject ?? "");
  const reply = splitReply(cutText(text, MAX_RAW_MESSAGE_CHARS), isForward);
  // Gmail puts what it forwards where it puts what it quotes.
  const inQuote = reply.forwarded === null && quoted !== "" ? splitReply(quoted, isForward).forwarded : null;
  const attached: { email: Email; body: MailBody }[] = [];
  for (const { mimeType, content } of email.attachments) {
    if (mimeType !== "message/rfc822" || depth === 0 || typeof content === "string") continue;
    const inner = await parseMail(new Uint8Array(content)).catch(() => null);
    if (inner) attached.push({ email: inner, body: await readBody(inner, depth - 1) });
  }
  return {
    text: reply.text,
    quoted: [reply.quoted, inQuote ? "" : quoted].filter((part) => part !== "").join("\n"),
    html,
    forwarded: reply.forwarded ?? inQuote,
    attached,
    attachments: attachmentsOf(email),
    isInvitation: email.attachments.some(({ mimeType }) => isCalendar(mimeType)),
  };
}

/** Plain text, unless it says next to nothing beside the HTML. */
function chooseText(plain: string, html: HtmlText | null): { text: string; quoted: string } {
  const isPlainEnough =
    plain.trim() !== "" && plain.trim().length >= (html?.text.length ?? 0) * MIN_PLAIN_SHARE;
  return html === null || isPlainEnough ? { text: plain, quoted: "" } : html;
}

interface DraftBase {
  readonly line: number;
  readonly sender: string | null;
  readonly messageId: string;
  readonly instantMs: number | undefined;
  readonly people: PeopleOfMail;
}

/** The mail, and behind it what it forwards, as messages of their own authors. */
function draftsOf(body: MailBody, base: DraftBase): readonly RawDraft[] {
  const { line, sender, messageId, instantMs } = base;
  const { text, quoted, html, attachments } = body;
  const own: RawDraft = {
    line,
    sender,
    nativeId: messageId,
    instantMs,
    instantFrom: "file-offset",
    text,
    kind: body.isInvitation ? "calendar" : text === "" && attachments.length > 0 ? "media" : "text",
    attachments,
    quoted: quoted === "" ? undefined : cutText(quoted, MAX_MAIL_QUOTE_CHARS),
    hiddenText: html === null || html.hiddenText === "" ? undefined : html.hiddenText,
    links: html?.links.slice(0, MAX_MESSAGE_PARTS),
  };
  const by = sender === null ? "" : (base.people.all.get(sender)?.name ?? "");
  return [own, ...forwardedDrafts(body, base, by, MAX_FORWARD_DEPTH)];
}

function forwardedDrafts(body: MailBody, base: DraftBase, by: string, depth: number): RawDraft[] {
  if (depth === 0) return [];
  const inner: {
    from: string | null;
    date: string;
    body: Pick<MailBody, "text" | "quoted"> & Partial<MailBody>;
  }[] = [];
  if (body.forwarded) {
    const { from, date, text } = body.forwarded;
    const reply = splitReply(text, true);
    inner.push({ from: base.people.take(addressOf(from)), date, body: { ...reply, attached: [] } });
  }
  for (const { email, body: attached } of body.attached ?? [])
    inner.push({ from: base.people.take(email.from), date: header(email, "date") ?? "", body: attached });
  return inner.flatMap(({ from, date, body: part }, at) => {
    const messageId = `${base.messageId}#${at + 1}`;
    const draft: RawDraft = {
      line: base.line,
      sender: from,
      nativeId: messageId,
      instantMs: readMailDate(date) ?? base.instantMs,
      instantFrom: "file-offset",
      text: part.text,
      quoted: part.quoted === "" ? undefined : cutText(part.quoted, MAX_MAIL_QUOTE_CHARS),
      forwardedFrom: by,
      flags: ["maybeQuoted"],
    };
    const more = { html: null, forwarded: null, attached: [], attachments: [], isInvitation: false, ...part };
    return [draft, ...forwardedDrafts(more, { ...base, messageId }, by, depth - 1)];
  });
}

/** `Mara Lind <mara@example.test>`, or only one of the two. */
function addressOf(text: string): Address {
  const match = /^(.{0,200}?)\s{0,5}<([^<>\s]{1,250}@[^<>\s]{1,250})>/.exec(text);
  if (match) return { name: match[1]!.replace(/^["']|["']$/g, ""), address: match[2]! };
  return /^\S{1,250}@\S{1,250}$/.test(text)
    ? { name: "", address: text }
    : { name: text.slice(0, 200), address: "" };
}

function attachmentsOf(email: Email): RawAttachment[] {
  return email.attachments
    .filter(
      ({ related, filename, disposition }) => related !== true || (disposition === "attachment" && filename),
    )
    .slice(0, MAX_MESSAGE_PARTS)
    .map(({ filename, mimeType }) => ({
      name: filename ?? (isCalendar(mimeType) ? "invite.ics" : "file"),
      mime: mimeType,
      state: "included",
    }));
}

function isCalendar(mimeType: string): boolean {
  return mimeType === "text/calendar" || mimeType === "application/ics";
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
