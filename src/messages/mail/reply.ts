/**
 * @file What the writer of a mail wrote, apart from what the mail repeats: quoted lines, the mail below "… wrote:",
 * signatures, and forwarded mails, which keep their own author (spec messages-calendar 1.9).
 */
import {
  FORWARD_MARKERS,
  HEADER_WORDS,
  ORIGINAL_MARKERS,
  WROTE_ENDINGS,
  WROTE_STARTS,
  type HeaderWord,
} from "./phrases.ts";

/** A mail inside a mail. */
export interface Forwarded {
  /** As written: `Mara Lind <mara@example.test>`. */
  readonly from: string;
  readonly date: string;
  readonly text: string;
}

export interface Reply {
  readonly text: string;
  readonly quoted: string;
  readonly forwarded: Forwarded | null;
}

/** An attribution is broken over at most this many lines. */
const MAX_ATTRIBUTION_LINES = 3;
const MAX_ATTRIBUTION_CHARS = 400;
const MAX_MARKER_CHARS = 120;
const MAX_HEADER_CHARS = 1000;
/** So many header lines in a row begin a mail that is repeated below them. */
const MIN_HEADER_LINES = 3;
/** Scripts whose attributions need no date to be told from a sentence. */
const GENERIC_SCRIPT = /[\p{Script=Devanagari}\p{Script=Thai}]/u;

/**
 * @param isForward the subject says so: a block of headers then begins a forwarded mail, not a quoted one.
 */
export function splitReply(raw: string, isForward: boolean): Reply {
  const lines = raw.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const kept: string[] = [];
  const quoted: string[] = [];
  let isSigned = false;
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!;
    const forward = readForward(lines, at, isForward);
    if (forward) return { ...joined(kept, quoted), forwarded: forward };
    if (line === "-- ") isSigned = true;
    const rest = beginsQuotedRest(lines, at);
    const attribution = rest ? 0 : attributionLines(lines, at);
    if (rest || (attribution > 0 && !isQuoteNext(lines, at + attribution))) {
      quoted.push(...lines.slice(at));
      break;
    }
    const take = Math.max(1, attribution);
    const target = isSigned || attribution > 0 || line.startsWith(">") ? quoted : kept;
    target.push(...lines.slice(at, at + take));
    at += take;
  }
  return { ...joined(kept, quoted), forwarded: null };
}

function joined(kept: readonly string[], quoted: readonly string[]): Pick<Reply, "text" | "quoted"> {
  return { text: tidy(kept), quoted: tidy(quoted) };
}

/** Without empty lines at both ends, and at most one in a row. */
function tidy(lines: readonly string[]): string {
  const texts = lines.map((line) => line.trimEnd());
  return texts
    .filter((line, at) => line !== "" || (at > 0 && texts[at - 1] !== ""))
    .join("\n")
    .trim();
}

/** A line behind which all is repeated. */
function beginsQuotedRest(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  return (
    isMarker(line, ORIGINAL_MARKERS) || (mayBeHeader(line) && readHeaders(lines, at).size >= MIN_HEADER_LINES)
  );
}

/** `-----Original Message-----`: the words between dashes. */
function isMarker(line: string, words: ReadonlySet<string>): boolean {
  if (line.length > MAX_MARKER_CHARS || !/^\s{0,3}[-_=]|:\s{0,3}$/.test(line)) return false;
  const match =
    /^\s{0,3}(?:[-_=]{2,60}\s{0,3}([^-_=].*?)\s{0,3}[-_=]{0,60}|([^-_=].{3,60}?)\s{0,3}:)\s{0,3}$/.exec(line);
  const found = match?.[1] ?? match?.[2];
  return (
    found !== undefined &&
    words.has(
      found
        .replace(/[ \u00a0]*:$/, "")
        .toLowerCase()
        .replaceAll("’", "'"),
    )
  );
}

function mayBeHeader(line: string): boolean {
  return headerOf(line)?.word === "from";
}

/** `From: Mara`, `*Von:* Mara`, `De : Mara`, in any of the languages. */
function headerOf(line: string): { word: HeaderWord; value: string } | null {
  const match = /^[>*\s]{0,6}([\p{L}\p{M}][\p{L}\p{M}' -]{0,20}?)\*?[\u00a0 ]?:\*?(?:\s{1,5}(.*))?$/u.exec(
    line.slice(0, MAX_HEADER_CHARS),
  );
  const word = match ? HEADER_WORDS.get(match[1]!.toLowerCase()) : undefined;
  return word === undefined ? null : { word, value: (match![2] ?? "").trim() };
}

/** Header lines in a row; a value may go on in the next line. */
function readHeaders(lines: readonly string[], from: number): Map<HeaderWord, string> {
  const headers = new Map<HeaderWord, string>();
  let last: HeaderWord | null = null;
  for (let at = from; at < lines.length && at < from + 20; at++) {
    const line = lines[at]!;
    const header = headerOf(line);
    if (header) headers.set((last = header.word), header.value);
    else if (last === null || line.trim() === "" || !/^\s|^<|^\S+@/.test(line)) break;
    else headers.set(last, `${headers.get(last)!} ${line.trim()}`);
  }
  return headers;
}

/** The mail that is forwarded from a line on, or null. */
function readForward(lines: readonly string[], at: number, isForward: boolean): Forwarded | null {
  const isMarked = isMarker(lines[at]!, FORWARD_MARKERS);
  if (!isMarked && !(isForward && beginsQuotedRest(lines, at))) return null;
  let start = at;
  while (start < lines.length && start < at + 4 && !mayBeHeader(lines[start]!)) start++;
  const headers = readHeaders(lines, start);
  if (!headers.has("from")) return null;
  const end = lines.findIndex((line, index) => index >= start && line.trim() === "");
  const text = end < 0 ? "" : lines.slice(end).join("\n").trim();
  return { from: plainAddress(headers.get("from")!), date: headers.get("date") ?? "", text };
}

/** `*Mara* <mara@ex.test <mailto:mara@ex.test>>` as `Mara <mara@ex.test>`. */
function plainAddress(value: string): string {
  return value
    .replaceAll("*", "")
    .replace(/<mailto:[^<>]{0,200}>/, "")
    .replace(/\[mailto:([^[\]]{1,200})\]/, "<$1>")
    .trim();
}

/** How many lines the attribution that begins here has; 0 for none. */
function attributionLines(lines: readonly string[], at: number): number {
  const first = lines[at]!.trim();
  if (first === "" || first.length > MAX_ATTRIBUTION_CHARS) return 0;
  const isStart = WROTE_STARTS.test(first);
  let text = "";
  for (let count = 1; count <= MAX_ATTRIBUTION_LINES && at + count <= lines.length; count++) {
    const line = lines[at + count - 1]!.trim();
    if (line === "" || line.startsWith(">")) return 0;
    text = text === "" ? line : `${text} ${line}`;
    if (text.length > MAX_ATTRIBUTION_CHARS || (!isStart && count > 1)) return 0;
    if (isAttribution(text, isStart, lines[at + count] ?? "", lines[at + count + 1] ?? "")) return count;
  }
  return 0;
}

function isAttribution(text: string, isStart: boolean, next: string, afterNext: string): boolean {
  if (!/[:：]$/.test(text)) return false;
  // "On Monday she wrote:" is a sentence; a date or an address makes it an attribution.
  const isDated = /\p{N}|@/u.test(text);
  if ((isStart || /<[^<>\s]{1,100}@[^<>\s]{1,200}>/.test(text)) && isDated && WROTE_ENDINGS.test(text))
    return true;
  const isBeforeQuote = next.startsWith(">") || (next.trim() === "" && afterNext.startsWith(">"));
  return isBeforeQuote && (isDated || WROTE_ENDINGS.test(text) || GENERIC_SCRIPT.test(text));
}

/** The next line with text is quoted line by line; else everything below is the quotation. */
function isQuoteNext(lines: readonly string[], from: number): boolean {
  for (let at = from; at < lines.length; at++)
    if (lines[at]!.trim() !== "") return lines[at]!.startsWith(">");
  return true;
}
