/**
 * @file What the body of a record is: text, media, a poll, a call, a place, a deleted or edited message
 * (spec messages-calendar 1.2 rules f and g).
 */
import type { RawAttachment } from "#messages/importer";
import { fold, isPlain, stripMarks } from "#messages/matching";
import type { MessageFlag, MessageKind } from "#messages/message";
import {
  CALLS,
  DELETED,
  EDITED,
  LIVE_LOCATION,
  MEDIA_MIME,
  OMITTED_BY_TYPE,
  OMITTED_GENERIC,
  POLL,
  type MediaType,
} from "./phrases.ts";

export interface Body {
  readonly kind: MessageKind;
  readonly text: string;
  readonly attachments: readonly RawAttachment[];
  readonly flags: readonly MessageFlag[];
}

const NONE: readonly never[] = [];
const EDITED_FLAGS: readonly MessageFlag[] = ["edited"];

/** Longest sentence of a call or a live location, with its time and length. */
const MAX_SENTENCE_CHARS = 80;
/** Placeholders are short lines; a longer one is text. */
const MAX_PLACEHOLDER_CHARS = 220;

const OMITTED: ReadonlyMap<string, { readonly name: string; readonly mime: string }> = new Map<
  string,
  { readonly name: string; readonly mime: string }
>([
  ...OMITTED_GENERIC.map((phrase) => [phrase, { name: "media", mime: "application/octet-stream" }] as const),
  ...(Object.keys(OMITTED_BY_TYPE) as MediaType[]).flatMap((type) =>
    OMITTED_BY_TYPE[type].map((phrase) => [phrase, { name: type, mime: MEDIA_MIME[type] }] as const),
  ),
]);

const FILE_NAME = String.raw`[\p{L}\p{M}\p{N}_.\- ]{1,120}\.\w{2,5}`;
/** iOS: `<attached: 00000042-PHOTO-2026-11-24-15-05-09.jpg>`, in any language; Turkish puts the word behind. */
const ATTACHED_IOS = new RegExp(`^<(?:[^:<>]{2,30}: ?(${FILE_NAME})|(${FILE_NAME}) eklendi)>$`, "u");
/** Android: `IMG-20261124-WA0001.jpg (file attached)`. */
const ATTACHED_ANDROID = new RegExp(`^(${FILE_NAME}) \\([^()]{3,40}\\)$`, "u");
const WHATSAPP_FILE = /^(?:IMG|VID|AUD|PTT|STK|DOC|PIC)-\d{8}-WA\d{4,6}\.\w{2,5}$/;
/** `plan.pdf • 12 pages`, before "document omitted". */
const DOCUMENT_NAME = new RegExp(`^(${FILE_NAME})(?: • .{1,40})?$`, "u");
const LOCATION =
  /^[\p{L}\p{M} -]{2,30}: https:\/\/(?:maps\.google\.[a-z.]{2,6}|www\.google\.[a-z.]{2,6}\/maps|maps\.apple\.com|goo\.gl\/maps|foursquare\.com)\//u;
const OVERRIDE = /[\u202d\u202e]/;
const LEFT_TO_RIGHT_MARK = "\u200e";

/** @param archiveNames base names of the files beside the chat, or null for a lone text. */
export function readBody(raw: string, archiveNames: ReadonlySet<string> | null): Body {
  const { text, edited } = takeEdited(raw);
  const flags = edited ? EDITED_FLAGS : NONE;
  const special = sentenceKind(text);
  if (special) return { kind: special, text, attachments: NONE, flags };
  const media = takeMedia(text, archiveNames);
  if (!media) return { kind: "text", text, attachments: NONE, flags };
  // Marks are no part of a file's name, but one that turns it around hides its ending.
  return { kind: "media", ...media, flags: OVERRIDE.test(text) ? [...flags, "bidi"] : flags };
}

/** Lower case, no marks, no final dot. */
function foldSentence(text: string): string {
  return fold(text)
    .replace(/[.。।]$/, "")
    .replace(/[.。।]>$/, ">");
}

function takeEdited(raw: string): { text: string; edited: boolean } {
  const open = raw.lastIndexOf("<");
  if (open < 0 || raw.length - open > 60 || !EDITED.includes(foldSentence(raw.slice(open)))) {
    return { text: raw, edited: false };
  }
  return { text: raw.slice(0, open).replace(/(?<![\s\u200e\u200f])[\s\u200e\u200f]+$/, ""), edited: true };
}

/** First letters of every known sentence and placeholder: most messages begin otherwise, and need no closer look. */
const STARTS: ReadonlySet<string> = new Set(
  [...OMITTED.keys(), ...DELETED, ...CALLS, ...LIVE_LOCATION].map((phrase) => phrase.slice(0, 3)),
);

/** The first signs of these in both cases, a letter also without its accent, which may be a sign of its own. */
const FIRST_SIGNS: ReadonlySet<number> = new Set(
  [...STARTS]
    .flatMap((start) => [start, start.toUpperCase()])
    .flatMap((start) => [start.charCodeAt(0), start.normalize("NFD").charCodeAt(0)]),
);

function mayBeKnown(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first > 0x20 && first < 0x7f && !FIRST_SIGNS.has(first)) return false;
  const head = text.slice(0, 12);
  return STARTS.has((isPlain(head) ? head.toLowerCase() : fold(head)).slice(0, 3));
}

function sentenceKind(text: string): MessageKind | null {
  if (isPoll(text)) return "poll";
  if (text.length > MAX_PLACEHOLDER_CHARS) return null;
  if (text.includes(": https://") && LOCATION.test(stripMarks(text))) return "location";
  if (!mayBeKnown(text)) return null;
  const folded = foldSentence(text);
  if (DELETED.has(folded)) return "deleted";
  if (folded.length > MAX_SENTENCE_CHARS) return null;
  if (LIVE_LOCATION.some((phrase) => folded.startsWith(phrase))) return "location";
  // On Android a person can type the same words; only the whole sentence or a marked one counts.
  const marked = text.startsWith(LEFT_TO_RIGHT_MARK);
  return CALLS.some(
    (phrase) => folded === phrase || (folded.startsWith(phrase) && (marked || /\d/.test(folded))),
  )
    ? "call"
    : null;
}

function isPoll(text: string): boolean {
  const end = text.indexOf("\n");
  if (end < 0 || end > 40 || !POLL.has(fold(text.slice(0, end)))) return false;
  return /\n[\u200e\u200f]?[^\n:：]{2,20}[:：] ?[^\n]{0,400}\([^()\n]{1,40}\)/.test(text.slice(0, 4000));
}

interface Media {
  readonly text: string;
  readonly attachments: readonly RawAttachment[];
}

/** Placeholders stand on the first or the last line, or end the body behind a direction mark. The rest is the caption. */
function takeMedia(text: string, archiveNames: ReadonlySet<string> | null): Media | null {
  const lineEnd = text.indexOf("\n");
  if (lineEnd < 0) return placeholder(text, archiveNames) ?? trailingPlaceholder(text, archiveNames);
  const first = placeholder(text.slice(0, lineEnd), archiveNames);
  if (first) return { ...first, text: joinCaption(first.text, text.slice(lineEnd + 1)) };
  const lastStart = text.lastIndexOf("\n");
  const lastLine = text.slice(lastStart + 1);
  const last = placeholder(lastLine, archiveNames) ?? trailingPlaceholder(lastLine, archiveNames);
  return last ? { ...last, text: joinCaption(text.slice(0, lastStart), last.text) } : null;
}

function joinCaption(before: string, after: string): string {
  return before === "" || after === "" ? before + after : `${before}\n${after}`;
}

function placeholder(line: string, archiveNames: ReadonlySet<string> | null): Media | null {
  if (line.length > MAX_PLACEHOLDER_CHARS) return null;
  const omitted = (mayBeKnown(line) ? OMITTED.get(foldSentence(line)) : null) ?? genericOmitted(line);
  if (omitted) return { text: "", attachments: [{ ...omitted, state: "omitted" }] };
  if (!/[>)]/.test(line)) return null;
  const bare = stripMarks(line).trim();
  const ios = ATTACHED_IOS.exec(bare);
  if (ios) return attached(ios[1] ?? ios[2]!, archiveNames);
  const android = ATTACHED_ANDROID.exec(bare)?.[1];
  if (android === undefined || !(WHATSAPP_FILE.test(android) || archiveNames?.has(android))) return null;
  return attached(android, archiveNames);
}

/** `<View once voice message omitted>` and the like. */
function genericOmitted(line: string): { name: string; mime: string } | null {
  return line.includes("<") && /^<[a-z ]{3,60} omitted>$/.test(fold(line))
    ? OMITTED.get("<media omitted>")!
    : null;
}

function attached(name: string, archiveNames: ReadonlySet<string> | null): Media {
  const state = archiveNames?.has(name) ? "included" : "missing";
  return { text: "", attachments: [{ name, mime: mimeOf(name), state }] };
}

function trailingPlaceholder(line: string, archiveNames: ReadonlySet<string> | null): Media | null {
  const mark = line.lastIndexOf(LEFT_TO_RIGHT_MARK);
  if (mark < 1) return null;
  const media = placeholder(line.slice(mark), archiveNames);
  if (!media) return null;
  const before = line.slice(0, mark).trim();
  const document = DOCUMENT_NAME.exec(stripMarks(before).trim())?.[1];
  const [attachment] = media.attachments;
  if (document === undefined || attachment?.name !== "document") return { ...media, text: before };
  return { text: "", attachments: [{ ...attachment, name: document, mime: mimeOf(document) }] };
}

const MIME_BY_EXTENSION: ReadonlyMap<string, string> = new Map([
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["png", "image/png"],
  ["webp", "image/webp"],
  ["gif", "image/gif"],
  ["mp4", "video/mp4"],
  ["mov", "video/quicktime"],
  ["3gp", "video/3gpp"],
  ["opus", "audio/ogg"],
  ["m4a", "audio/mp4"],
  ["mp3", "audio/mpeg"],
  ["aac", "audio/aac"],
  ["pdf", "application/pdf"],
  ["vcf", "text/vcard"],
  ["txt", "text/plain"],
]);

function mimeOf(name: string): string {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return MIME_BY_EXTENSION.get(extension) ?? "application/octet-stream";
}
