/**
 * @file Turns messages into prompt text (spec messages-calendar 3 "Numbering", "Budget"; 7 D2). Message text is
 * untrusted: here it loses everything that could pass for a chat-template token, a label or a new line.
 */

import { fold, oneLine } from "#agent/sentences/text";
import { cleanText } from "#messages/clean-text";
import type { Id, Message, Thread } from "#messages/message";

/** U+2060 joins without being seen; a tokenizer no longer finds the token it was put into. */
const BREAK = "\u2060";
export const LINE_SIGN = " ⏎ ";

/**
 * Breaks chat-template control tokens (`<|im_start|>`, `</s>`, `<tool_call>`, `[INST]`, `<<SYS>>`, ...) of any family, in
 * full-width letters too: some tokenizers make them narrow first. The text still reads the same to a person.
 */
export function breakControlTokens(text: string): string {
  return text
    .replace(/[<＜﹤](?=[|/\p{L}_｜／])/gu, `$&${BREAK}`)
    .replace(/[|｜](?=[>＞﹥])/gu, `$&${BREAK}`)
    .replace(/[[［](?=[/／]?[a-z]?[A-Z_][A-Z0-9_]{2,30}[\]］])/gu, `$&${BREAK}`);
}

/** Removes the breaks again from what a model copied. */
export function unbreakControlTokens(text: string): string {
  return text.replaceAll(BREAK, "");
}

/** Brackets at a line start become parentheses, whatever their form where a number is in them: no text is a labelled line. */
function escapeLabel(line: string): string {
  return line
    .trim()
    .replace(/^\p{Ps}([\s\p{N}][\s\p{N},;.–-]{0,20})\p{Pe}/u, "($1)")
    .replace(/^[[［【〔⟦]([^\]］】〕⟧]{0,40})[\]］】〕⟧]/u, "($1)")
    .replace(/^[[［【〔⟦]/u, "(");
}

/** Whatever ends a line for somebody, the sign that stands for it in prompts included: nobody may draw one. */
export const LINE_END = /[\r\n\v\f\u0085\u2028\u2029⏎]+/u;

/** Text as one prompt line, neutralised, without what nobody sees: titles and names come from files as messages do. */
export function promptText(text: string): string {
  const lines = text.split(LINE_END).map((line) => escapeLabel(cleanText(line).text));
  return breakControlTokens(oneLine(lines.filter((line) => line !== "").join(LINE_SIGN)));
}

const PHONE_LIKE = /^[~\s]*\+?[\d\s().-]{6,}$/;

/** A name that can't break a line: no brackets, colons, control tokens. */
const plainName = (name: string): string =>
  breakControlTokens(oneLine(cleanText(name.replace(/[[\]:\r\n]/g, " ")).text)).slice(0, 40);

/** Forms of address, which name nobody. */
const ADDRESS = /^(?:dr|mr|mrs|ms|mx|prof|herr|frau|mme|mlle|sr|sra|dott|dottssa)\.?$/i;

function firstName(name: string): string {
  const [first = "", ...rest] = plainName(name).split(" ");
  // "Frau Petersen" is called by nothing shorter.
  if (rest.length === 1 && ADDRESS.test(first)) return plainName(name);
  return rest.length > 1 && ADDRESS.test(first) ? firstName(rest.join(" ")) : first;
}

/** In mail, where shops and offices write too, people are called by their whole names. */
const shortName = (name: string, { source }: Thread): string =>
  source === "mail" ? plainName(name) : firstName(name);

/**
 * One short name per person: the first name where nobody else has it, else the full name, in mail always; P1, P2, ... for phone
 * numbers, in the order of `thread.people`.
 */
export function shortNames(thread: Thread): ReadonlyMap<Id, string> {
  const uses = new Map<string, number>();
  for (const { name } of thread.people) {
    const key = fold(shortName(name, thread));
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  let phones = 0;
  return new Map(
    thread.people.map((person) => {
      const first = shortName(person.name, thread);
      if (first === "" || PHONE_LIKE.test(person.name)) return [person.id, `P${(phones += 1)}`];
      return [person.id, uses.get(fold(first)) === 1 ? first : plainName(person.name)];
    }),
  );
}

/** What a message without a known sender is called. */
const UNKNOWN_SENDER = "Someone";

export function senderName(
  message: Message,
  names: ReadonlyMap<Id, string>,
  unknown = UNKNOWN_SENDER,
): string {
  return (message.senderId === null ? undefined : names.get(message.senderId)) ?? unknown;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Tue 24 Nov 10:15` of a wall time, without any time zone arithmetic. */
export function promptTime(local: string): string {
  const date = new Date(`${local.slice(0, 10)}T00:00:00Z`);
  const day = `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return `${day} ${local.slice(11, 16)}`;
}

export function promptLine(
  label: number,
  message: Message,
  names: ReadonlyMap<Id, string>,
  text: string,
): string {
  const time = message.time === null ? "" : `${promptTime(message.time.local)} `;
  return `[${label}] ${time}${senderName(message, names)}: ${promptText(text)}`;
}
