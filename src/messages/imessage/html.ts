/** @file One record of an imessage-exporter web page as messages: itself, and the answers inside it. */
import type { RawDraft } from "#messages/collect";
import { contentOf, descendants, hasClass, labelOf, parseHtml, type HtmlElement } from "#messages/html-tree";
import type { RawAttachment } from "#messages/importer";
import { isUnsentSentence, readReaction, type ReadMessage } from "./block.ts";
import { readHeader } from "./scan.ts";

/** The opening tag of a record: `<div class="message", id="r-…">`, `<div class ="announcement">`. */
export const RECORD_TAG = /^<div class ?="(?:message|announcement)"/;
const MAX_QUOTE_CHARS = 500;
const MEDIA = new Set(["img", "video", "audio", "source", "a"]);

/** Empty for a record without a time or a sender. */
export function readRecord(html: string): ReadMessage[] {
  const [record] = parseHtml(html).children;
  if (!record) return [];
  if (!hasClass(record, "announcement")) return readMessage(record, null);
  const { text, local } = announcement(record);
  const draft: RawDraft = { sender: null, kind: "system", text, local };
  return local === null ? [] : [{ draft, isNested: false, isReply: false }];
}

function announcement(record: HtmlElement): { text: string; local: string | null } {
  const stamp = firstOf(record, "timestamp");
  const whole = labelOf(record);
  return { text: whole.slice(labelOf(stamp).length).trim(), local: timeOf(stamp) };
}

/** @param quoted text of the message that this one answers. */
function readMessage(record: HtmlElement, quoted: string | null): ReadMessage[] {
  const parts = descendants(record, (element) => hasClass(element, "replies"));
  const local = timeOf(parts.find((element) => hasClass(element, "timestamp")));
  const isMine = parts.some((element) => element.name === "div" && hasClass(element, "sent"));
  const sender = isMine ? "Me" : labelOf(parts.find((element) => hasClass(element, "sender")));
  if (local === null || sender === "") return [];
  const own = draftOf(parts, { local, sender });
  const message: ReadMessage = {
    draft: quoted === null ? own : { ...own, quoted },
    isNested: quoted !== null,
    isReply: parts.some((element) => hasClass(element, "reply_context")),
  };
  return [message, ...repliesOf(record, own.text.slice(0, MAX_QUOTE_CHARS))];
}

function repliesOf(record: HtmlElement, quoted: string): ReadMessage[] {
  const replies = descendants(record, (element) => hasClass(element, "reply"))
    .filter((element) => hasClass(element, "replies"))
    .flatMap(({ children }) => children);
  return replies
    .flatMap(({ children }) => children)
    .filter((element) => hasClass(element, "message"))
    .flatMap((element) => readMessage(element, quoted));
}

function draftOf(parts: readonly HtmlElement[], base: { local: string; sender: string }): RawDraft {
  const edited = parts.find((element) => hasClass(element, "edited"));
  const texts = edited ? [lastEdit(edited)] : parts.flatMap(textOfPart);
  const text = texts.filter((part) => part !== "").join("\n");
  const attachments = parts.filter((element) => hasClass(element, "message_part")).flatMap(attachmentsOf);
  const isUnsent = isUnsentSentence(text);
  return {
    ...base,
    kind: isUnsent ? "deleted" : text === "" && attachments.length > 0 ? "media" : "text",
    text: isUnsent ? "" : text,
    attachments,
    reactions: parts.flatMap(reactionOf),
    flags: edited ? ["edited"] : [],
  };
}

/** Text, the subject, the sentences about deleted parts, what an app shows. */
function textOfPart(element: HtmlElement): string[] {
  const isText = ["bubble", "subject", "app", "deleted", "shareplay", "attachment_error"].some((name) =>
    element.classes.includes(name),
  );
  return isText ? [contentOf(element).text.trim()] : [];
}

/** The last row of the history of an edit. */
function lastEdit(element: HtmlElement): string {
  const cells = descendants(element).filter(({ name }) => name === "td");
  const last = cells.at(-1) ?? element;
  return contentOf(last).text.trim();
}

function reactionOf(element: HtmlElement): { emoji: string; by: string[] }[] {
  const isReaction = hasClass(element, "reaction") || hasClass(element, "tapback");
  const isLeaf = !element.children.some((child) => hasClass(child, "reaction") || hasClass(child, "tapback"));
  const reaction = isReaction && isLeaf ? readReaction(labelOf(element)) : null;
  return reaction ? [reaction] : [];
}

/** Pictures, recordings and links to files; never loaded. */
function attachmentsOf(part: HtmlElement): RawAttachment[] {
  const paths = descendants(part, (element) => hasClass(element, "bubble") || hasClass(element, "app"))
    .filter(({ name }) => MEDIA.has(name))
    .map(({ attributes }) => attributes.get("src") ?? attributes.get("href") ?? "");
  return [...new Set(paths)]
    .filter((path) => path !== "" && !/^(?:https?|sms):/i.test(path))
    .map((path) => ({
      name: path.split("/").at(-1)!,
      mime: "application/octet-stream",
      state: "included",
    }));
}

function timeOf(stamp: HtmlElement | undefined): string | null {
  return readHeader(labelOf(stamp))?.local ?? null;
}

function firstOf(element: HtmlElement, name: string): HtmlElement | undefined {
  return descendants(element).find((candidate) => hasClass(candidate, name));
}
