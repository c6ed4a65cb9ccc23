/**
 * @file Turns messages into prompt text (spec messages-calendar 3 "Numbering", "Budget"; 7 D2). Message text is
 * untrusted: here it loses everything that could pass for a chat-template token, a label or a new line.
 */

import type { Id, Message, Thread } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";

import { fold, oneLine, sentences } from "./text.ts";

/** One message, or one piece of a long one, as the model sees it. */
interface PromptLine {
  /** 1, 2, 3, ... within one run; what the model cites. */
  readonly label: number;
  readonly messageId: Id;
  /** `[12] Tue 24 Nov 10:15 Mara: text` */
  readonly line: string;
}

/** Labels have at most three digits. */
const MAX_LABEL = 999;
/** U+2060 joins without being seen; a tokenizer no longer finds the token it was put into. */
const BREAK = "\u2060";
const LINE_SIGN = " ⏎ ";

/**
 * Breaks chat-template control tokens (`<|im_start|>`, `</s>`, `<tool_call>`, `[INST]`, `<<SYS>>`, ...) of any family.
 * The text still reads the same to a person.
 */
export function breakControlTokens(text: string): string {
  return text
    .replace(/<(?=[|/\p{L}_｜])/gu, `<${BREAK}`)
    .replace(/\|(?=>)/g, `|${BREAK}`)
    .replace(/\[(?=\/?[A-Z_]{3,20}\])/g, `[${BREAK}`);
}

/** Removes the breaks again from what a model copied. */
export function unbreakControlTokens(text: string): string {
  return text.replaceAll(BREAK, "");
}

/** Brackets at a line start become parentheses: a text must not look like a labelled line. */
function escapeLabel(line: string): string {
  return line
    .trim()
    .replace(/^\[([^\]]{0,40})\]/, "($1)")
    .replace(/^\[/, "(");
}

/** Message text as one prompt line, neutralised. */
export function promptText(text: string): string {
  const lines = text.split(/[\r\n\u0085\u2028\u2029]+/).map(escapeLabel);
  return breakControlTokens(oneLine(lines.filter((line) => line !== "").join(LINE_SIGN)));
}

const PHONE_LIKE = /^[~\s]*\+?[\d\s().-]{6,}$/;

/** A name that can't break a line: no brackets, colons, control tokens. */
const plainName = (name: string): string =>
  breakControlTokens(oneLine(name.replace(/[[\]:\r\n]/g, " "))).slice(0, 40);

/** Forms of address, which name nobody. */
const ADDRESS = /^(?:dr|mr|mrs|ms|mx|prof|herr|frau|mme|mlle|sr|sra|dott|dottssa)\.?$/i;

function firstName(name: string): string {
  const [first = "", ...rest] = plainName(name).split(" ");
  return rest.length > 0 && ADDRESS.test(first) ? firstName(rest.join(" ")) : first;
}

/**
 * One short name per person: the first name where nobody else has it, else the full name; P1, P2, ... for phone
 * numbers, in the order of `thread.people`.
 */
export function shortNames(thread: Thread): ReadonlyMap<Id, string> {
  const uses = new Map<string, number>();
  for (const { name } of thread.people) {
    const key = fold(firstName(name));
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  let phones = 0;
  return new Map(
    thread.people.map((person) => {
      const first = firstName(person.name);
      if (first === "" || PHONE_LIKE.test(person.name)) return [person.id, `P${(phones += 1)}`];
      return [person.id, uses.get(fold(first)) === 1 ? first : plainName(person.name)];
    }),
  );
}

/** What a message without a known sender is called. */
const UNKNOWN_SENDER = "Someone";

export function senderName(message: Message, names: ReadonlyMap<Id, string>): string {
  return (message.senderId === null ? undefined : names.get(message.senderId)) ?? UNKNOWN_SENDER;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Tue 24 Nov 10:15` of a wall time, without any time zone arithmetic. */
export function promptTime(local: string): string {
  const date = new Date(`${local.slice(0, 10)}T00:00:00Z`);
  const day = `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return `${day} ${local.slice(11, 16)}`;
}

function promptLine(label: number, message: Message, names: ReadonlyMap<Id, string>, text: string): string {
  const time = message.time === null ? "" : `${promptTime(message.time.local)} `;
  return `[${label}] ${time}${senderName(message, names)}: ${promptText(text)}`;
}

/** Messages of one model call and their lines. */
export interface Chunk {
  readonly messages: readonly Message[];
  readonly lines: readonly PromptLine[];
}

/** Where a chunk may end: at the largest silence in the last quarter of it. */
const BORDER_SHARE = 0.25;
/** Messages repeated at the start of the next chunk, so that an answer keeps its question. */
const OVERLAP = 2;

/**
 * Cuts messages into chunks of at most `budgetTokens`, counted by the model's own tokenizer. A message longer than half
 * a chunk is shortened at a sentence end: what does not fit is not read.
 */
export async function chunkMessages(
  messages: readonly Message[],
  names: ReadonlyMap<Id, string>,
  model: LanguageModel,
  budgetTokens: number,
): Promise<Chunk[]> {
  const lines = messages.map((message) => promptLine(MAX_LABEL, message, names, message.text));
  const counts = await model.countTokens(lines);
  const half = Math.floor(budgetTokens / 2);
  const texts = messages.map((message, index) => shorten(message.text, (counts[index] ?? 0) / half));
  const costs = counts.map((count) => Math.min(count, half) + 1);
  const chunks: Chunk[] = [];
  let start = 0;
  while (start < messages.length) {
    const end = chunkEnd(messages, costs, start, budgetTokens);
    const part = messages.slice(start, end);
    chunks.push({
      messages: part,
      lines: part.map((message, index) => ({
        label: index + 1,
        messageId: message.id,
        line: promptLine(index + 1, message, names, texts[start + index] ?? message.text),
      })),
    });
    if (end >= messages.length) break;
    start = Math.max(start + 1, end - OVERLAP);
  }
  return chunks;
}

/** Keeps whole sentences up to `1 / excess` of the text; the whole text when it fits. */
function shorten(text: string, excess: number): string {
  if (excess <= 1) return text;
  // A tenth less: token counts do not grow exactly with characters.
  const limit = Math.floor((text.length / excess) * 0.9);
  let kept = "";
  for (const sentence of sentences(text)) {
    if (kept.length + sentence.length + 1 > limit) break;
    kept = kept === "" ? sentence : `${kept} ${sentence}`;
  }
  return kept === "" ? text.slice(0, limit) : kept;
}

function chunkEnd(
  messages: readonly Message[],
  costs: readonly number[],
  start: number,
  budget: number,
): number {
  let used = 0;
  let end = start;
  while (end < messages.length && end - start < MAX_LABEL) {
    used += costs[end] ?? 0;
    if (used > budget && end > start) break;
    end += 1;
  }
  if (end >= messages.length) return messages.length;
  const earliest = end - Math.floor((end - start) * BORDER_SHARE);
  let border = end;
  let longest = -1;
  for (let at = Math.max(earliest, start + 1); at <= end; at += 1) {
    const silence = gapMs(messages[at - 1], messages[at]);
    if (silence >= longest) [border, longest] = [at, silence];
  }
  return border;
}

function gapMs(before: Message | undefined, after: Message | undefined): number {
  if (before?.time == null || after?.time == null) return 0;
  return after.time.epochMs - before.time.epochMs;
}
