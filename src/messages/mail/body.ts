/** @file The content of a mail: its writer's own text, what it repeats, what it forwards, what is attached. */
import PostalMime, { type Email } from "postal-mime";
import { cutText } from "#messages/clean-text";
import { htmlToText, type HtmlText } from "#messages/html-text";
import type { RawAttachment } from "#messages/importer";
import {
  MAX_MAIL_DEPTH,
  MAX_MAIL_HEADER_BYTES,
  MAX_MESSAGE_PARTS,
  MAX_RAW_MESSAGE_CHARS,
} from "#messages/limits";
import { isForwardSubject } from "./phrases.ts";
import { readSingleText } from "./single-text.ts";
import { splitReply, type Forwarded } from "./reply.ts";

/** Text that is a fifth of what the same mail shows as HTML says "view this in your browser", nothing more. */
const MIN_PLAIN_SHARE = 0.2;

/** The MIME structure within limits; attached mails stay whole. */
export async function parseMail(bytes: Uint8Array<ArrayBuffer>): Promise<Email> {
  return (
    readSingleText(bytes) ??
    PostalMime.parse(bytes, {
      maxNestingDepth: MAX_MAIL_DEPTH,
      maxHeadersSize: MAX_MAIL_HEADER_BYTES,
      forceRfc822Attachments: true,
    })
  );
}

export interface MailBody {
  readonly text: string;
  readonly quoted: string;
  readonly html: HtmlText | null;
  readonly forwarded: Forwarded | null;
  /** Mails that are attached whole. */
  readonly attached: readonly { readonly email: Email; readonly body: MailBody }[];
  readonly attachments: readonly RawAttachment[];
  readonly isInvitation: boolean;
}

/** @param depth of attached mails that are read too. */
export async function readBody(email: Email, depth: number): Promise<MailBody> {
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
