/** @file One record of Telegram Desktop's web pages as a message (spec messages-calendar 1.3; export_output_html.cpp). */
import { isoInstant, isoLocal, type RawDraft } from "#messages/collect";
import { contentOf, descendants, hasClass, labelOf, parseHtml, type HtmlElement } from "#messages/html-tree";
import type { RawAttachment } from "#messages/importer";

/** The opening tag of a record: `<div class="message default clearfix joined" id="message412">`. */
export const RECORD_TAG = /^<div class="message (?:default|service)\b/;

/** A record that is no message: the date between two days. */
export type ReadRecord = RawDraft | "separator" | null;

/** `24.11.2026 10:15:00 UTC+01:00`; older versions leave the offset out. */
const DATE = /^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?/;
const REPLY_TARGET = /#go_to_message(\d{1,15})$/;
const NOT_INCLUDED = /^(?:Not included|Exceeds|Unavailable)/;
const MIMES: ReadonlyMap<string, string> = new Map([
  ["photo_wrap", "image/jpeg"],
  ["media_photo", "image/jpeg"],
  ["sticker_wrap", "image/webp"],
  ["animated_wrap", "video/mp4"],
  ["video_file_wrap", "video/mp4"],
  ["media_video", "video/mp4"],
  ["media_voice_message", "audio/ogg"],
]);
const MEDIA_NAMES: ReadonlyMap<string, string> = new Map([
  ["photo_wrap", "photo"],
  ["sticker_wrap", "sticker"],
  ["animated_wrap", "animation"],
  ["video_file_wrap", "video"],
]);

/** @param lastSender of the record before: one joined to it has no name of its own. */
export function readRecord(html: string, lastSender: string | null): ReadRecord {
  const record = parseHtml(html).children[0];
  const nativeId = /^message(\d{1,15})$/.exec(record?.attributes.get("id") ?? "")?.[1];
  if (!record) return null;
  if (hasClass(record, "service")) return readService(record, nativeId);
  const parts = descendants(record);
  const time = readTime(
    parts.find((element) => hasClass(element, "pull_right", "date"))?.attributes.get("title"),
  );
  const sender = readSender(record) ?? lastSender;
  if (nativeId === undefined || time === null || sender === null) return null;
  return { ...time, nativeId, sender, ...readContent(parts) };
}

function readService(record: HtmlElement, nativeId: string | undefined): ReadRecord {
  const text = labelOf(record);
  if (nativeId === undefined) return "separator";
  return text === "" ? null : { sender: null, kind: "system", nativeId, text };
}

function readContent(parts: readonly HtmlElement[]): Pick<RawDraft, "text" | "kind"> & Partial<RawDraft> {
  const { text, links } = contentOf(
    parts.find((element) => hasClass(element, "text") && !hasClass(element, "bold")) ?? parseHtml(""),
  );
  const poll = parts.find((element) => hasClass(element, "media_poll"));
  const call = parts.find((element) => hasClass(element, "media_call"));
  const isPlace = parts.some(({ classes }) =>
    classes.some((name) => /^media_(?:live_)?(?:location|venue)$/.test(name)),
  );
  const attachments = poll || call || isPlace ? [] : attachmentsOf(parts);
  const reply = parts.find((element) => hasClass(element, "reply_to"));
  return {
    text: poll ? pollText(poll, text) : text || (call ? `Phone call: ${callText(call)}` : ""),
    kind: poll ? "poll" : call ? "call" : isPlace ? "location" : attachments.length > 0 ? "media" : "text",
    links,
    attachments,
    replyTo: reply && targetOf(reply),
    forwardedFrom: forwarder(parts),
    reactions: reactionsOf(parts),
  };
}

/** The name on the message itself, not on what it forwards; `via @bot` is no part of it. */
function readSender(record: HtmlElement): string | null {
  const own = descendants(record, (element) => hasClass(element, "forwarded"));
  const name = labelOf(own.find((element) => hasClass(element, "from_name"))).replace(/ via @\S{1,64}$/, "");
  return name === "" ? null : name;
}

function readTime(title: string | undefined): Pick<RawDraft, "instantMs" | "instantFrom" | "local"> | null {
  const match = DATE.exec(title ?? "");
  if (!match) return null;
  const [, day, month, year, clock, offset] = match;
  const local = isoLocal(`${year}-${month}-${day}T${clock}`);
  if (local === null || offset === undefined) return local === null ? null : { local };
  return { instantMs: isoInstant(`${local}${offset}`), instantFrom: "file-offset" };
}

function targetOf(reply: HtmlElement): string | undefined {
  const link = descendants(reply).find(({ name }) => name === "a");
  return REPLY_TARGET.exec(link?.attributes.get("href") ?? "")?.[1];
}

function forwarder(parts: readonly HtmlElement[]): string | undefined {
  const body = parts.find((element) => hasClass(element, "forwarded", "body"));
  const name = body && descendants(body).find((element) => hasClass(element, "from_name"));
  if (!name) return undefined;
  const date = name.children.find((element) => hasClass(element, "date"));
  const label = labelOf(name);
  return date ? label.slice(0, label.length - labelOf(date).length).trim() : label;
}

function attachmentsOf(parts: readonly HtmlElement[]): RawAttachment[] {
  const media = parts
    .filter((element) => hasClass(element, "media_wrap"))
    .flatMap(({ children }) => children);
  return media.map((element) => {
    const inside = descendants(element);
    const type = element.classes.find((name) => MIMES.has(name)) ?? "";
    const path = element.attributes.get("href") ?? "";
    const title = labelOf(inside.find((part) => hasClass(part, "title")));
    const isLeftOut = NOT_INCLUDED.test(labelOf(inside.find((part) => hasClass(part, "description"))));
    const isIncluded = path !== "" && !/^https?:/i.test(path) && !isLeftOut;
    return {
      name: (isIncluded ? path.split("/").at(-1)! : title) || (MEDIA_NAMES.get(type) ?? "file"),
      mime: MIMES.get(type) ?? "application/octet-stream",
      state: isIncluded ? "included" : "omitted",
    };
  });
}

function pollText(poll: HtmlElement, caption: string): string {
  const lines = descendants(poll)
    .filter((element) => hasClass(element, "question") || hasClass(element, "answer"))
    .map(labelOf);
  return [caption, ...lines].filter((line) => line !== "").join("\n");
}

function callText(call: HtmlElement): string {
  return labelOf(descendants(call).find((element) => hasClass(element, "status")));
}

function reactionsOf(parts: readonly HtmlElement[]): NonNullable<RawDraft["reactions"]> {
  return parts
    .filter((element) => hasClass(element, "reaction"))
    .map((element) => {
      const inside = descendants(element);
      return {
        emoji: labelOf(inside.find((part) => hasClass(part, "emoji"))),
        by: inside.flatMap(({ attributes }) => attributes.get("title") ?? []),
      };
    })
    .filter(({ emoji }) => emoji !== "");
}
