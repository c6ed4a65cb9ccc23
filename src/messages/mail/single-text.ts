/**
 * @file Mails that are one text and nothing else, the most frequent ones. postal-mime makes a buffer of 100 kB and a Blob
 * for each text, which takes longer than all else; so such mails get their headers and their text here, and only the words
 * and addresses of the headers are the parser's. What is written in an unusual way is left to it.
 */
import { addressParser, decodeWords, type Address, type Email } from "postal-mime";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const EQUALS = 0x3d;

const CONTENT_HEADERS = new Set(["content-type", "content-transfer-encoding", "content-disposition"]);
/** Comments, escapes, and continued or flowed parameters are unusual. */
const TEXT_TYPE = /^text\/(plain|html)\s*((?:;\s*[\w-]+=(?:"[^"\\()]*"|[^\s;"\\()]+)\s*)*);?$/i;
const PARAMETER = /;\s*([\w-]+)=(?:"([^"]*)"|([^\s;"]+))/g;
const MAX_HEAD_BYTES = 64 * 1024;
const MAX_DECODERS = 100;

/** A mark of the byte order inside a header is a sign like others: a name that begins with one is not `From`. */
const headDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
const decoders = new Map<string, TextDecoder | null>();
let scratch = new Uint8Array(64 * 1024);

type Header = Email["headers"][number];

/** @returns null for a mail of any other form. */
export function readSingleText(bytes: Uint8Array<ArrayBuffer>): Email | null {
  const headEnd = endOfHead(bytes);
  if (headEnd < 0) return null;
  const headers = readHeaders(headDecoder.decode(bytes.subarray(0, headEnd)));
  const form = formOf(headers);
  if (form === null) return null;
  const text = form.decoder.decode(decodeQuotedPrintable(bytes.subarray(headEnd)));
  return { ...readNames(headers), ...(text === "" ? {} : { [form.kind]: text }) };
}

/** Unfolded (RFC 5322 section 2.2.3). */
function readHeaders(head: string): Header[] {
  const headers: Header[] = [];
  for (const line of head.replace(/\r*\n(?=[ \t])/g, "").split(/\r*\n/)) {
    if (line === "") continue;
    const colon = line.indexOf(":");
    const originalKey = trimBlanks(colon < 0 ? line : line.slice(0, colon));
    const value = colon < 0 ? "" : trimBlanks(line.slice(colon + 1).replace(/\r+/g, " "));
    headers.push({ key: originalKey.toLowerCase(), originalKey, value });
  }
  return headers;
}

/** Other white space is part of a name (RFC 5322 section 2.2). */
function trimBlanks(text: string): string {
  let from = 0;
  let end = text.length;
  while (from < end && isBlank(text.charCodeAt(from))) from++;
  while (end > from && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(from, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** What the headers say, as the parser gives it. */
function readNames(headers: Header[]): Email {
  const first = (key: string): string => headers.find((header) => header.key === key)?.value ?? "";
  const words = (key: string): string | undefined => decodeWords(first(key)) || undefined;
  const addresses = (key: string): Address[] =>
    headers.filter((header) => header.key === key).flatMap(({ value }) => addressParser(value));
  return {
    headers,
    headerLines: [],
    attachments: [],
    from: addressParser(first("from"))[0],
    sender: addressParser(first("sender"))[0],
    to: addresses("to"),
    cc: addresses("cc"),
    replyTo: addresses("reply-to"),
    subject: words("subject"),
    messageId: words("message-id"),
    inReplyTo: words("in-reply-to"),
    references: words("references"),
  };
}

/** Behind the first empty line; -1 without one. */
function endOfHead(bytes: Uint8Array): number {
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(LINE_FEED, from);
    if (end < 0 || end > MAX_HEAD_BYTES) return -1;
    if (end === from || (end === from + 1 && bytes[from] === CARRIAGE_RETURN)) return end + 1;
    from = end + 1;
  }
}

/** Each of the content headers at most once; the body is quoted-printable. */
function formOf(
  headers: readonly Header[],
): { readonly kind: "text" | "html"; readonly decoder: TextDecoder } | null {
  const found = new Map<string, string>();
  for (const { key, value } of headers) {
    if (!CONTENT_HEADERS.has(key)) continue;
    if (found.has(key)) return null;
    found.set(key, value);
  }
  const isQuoted = found.get("content-transfer-encoding")?.toLowerCase() === "quoted-printable";
  const type = TEXT_TYPE.exec(found.get("content-type") ?? "text/plain");
  if (!isQuoted || !type || found.has("content-disposition")) return null;
  const parameters = new Map<string, string>();
  for (const [, name, quoted, bare] of type[2]!.matchAll(PARAMETER))
    if (!parameters.has(name!.toLowerCase())) parameters.set(name!.toLowerCase(), quoted ?? bare ?? "");
  if (parameters.has("format")) return null;
  const decoder = decoderOf(parameters.get("charset") ?? "utf-8");
  return decoder && { kind: type[1]!.toLowerCase() === "html" ? "html" : "text", decoder };
}

/** null for a name that the parser may know and the platform does not. */
function decoderOf(charset: string): TextDecoder | null {
  const label = charset.trim().toLowerCase();
  if (!decoders.has(label)) {
    if (decoders.size > MAX_DECODERS) return null;
    decoders.set(label, makeDecoder(label));
  }
  return decoders.get(label) ?? null;
}

function makeDecoder(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}

/** RFC 2045 section 6.7; what is no escape stays as it is. Line ends become `\n`. Valid until the next call. */
function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  // One more for the line end that a last line without one gets.
  if (scratch.length <= bytes.length) scratch = new Uint8Array(2 * bytes.length + 1);
  let length = 0;
  for (let from = 0; from < bytes.length;) {
    const feed = bytes.indexOf(LINE_FEED, from);
    const next = feed < 0 ? bytes.length : feed + 1;
    let end = feed < 0 ? bytes.length : feed;
    while (end > from && bytes[end - 1] === CARRIAGE_RETURN) end--;
    length = decodeLine(bytes, from, end, length);
    from = next;
  }
  return scratch.subarray(0, length);
}

/** @returns how much of `scratch` is taken now */
function decodeLine(bytes: Uint8Array, from: number, end: number, length: number): number {
  const isSoft = end > from && bytes[end - 1] === EQUALS;
  const last = isSoft ? end - 1 : end;
  let literal = from;
  for (let at = from; at + 2 < last; at++) {
    if (bytes[at] !== EQUALS) continue;
    const byte = (hexDigit(bytes[at + 1]!) << 4) | hexDigit(bytes[at + 2]!);
    if (byte < 0) continue;
    scratch.set(bytes.subarray(literal, at), length);
    length += at - literal;
    scratch[length++] = byte;
    literal = at + 3;
    at += 2;
  }
  scratch.set(bytes.subarray(literal, last), length);
  length += last - literal;
  if (!isSoft) scratch[length++] = LINE_FEED;
  return length;
}

/** -1 for no digit: then the whole of both is negative. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
