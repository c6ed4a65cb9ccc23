/** @file The parts of a message beside its text, cleaned: quotations, attachments, reactions, links with a hidden target. */
import { cleanLabel, cleanText, cutText } from "./clean-text.ts";
import { makeId } from "./identity.ts";
import type { RawAttachment, RawMessage } from "./importer.ts";
import { MAX_LABEL_CHARS, MAX_MESSAGE_CHARS, MAX_MESSAGE_PARTS, MAX_RAW_MESSAGE_CHARS } from "./limits.ts";
import type { Attachment, HiddenLink, Id, Person, Reaction } from "./message.ts";

const MAX_HREF_CHARS = 2000;
const MAX_EMOJI_CHARS = 40;
/** RFC 6838 section 4.2. */
const MIME_TYPE = /^[A-Za-z0-9][\w.+-]{0,60}\/[A-Za-z0-9][\w.+-]{0,100}$/;
/** What a link's text looks like when it names a host: `bank.example`, `https://bank.example/login`. */
const HOST_IN_TEXT = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}]{2,24})(?:[/:?#]|\s*$)/iu;

export function quoteMessage(raw: string): string {
  return cutText(cleanText(cutText(raw, MAX_RAW_MESSAGE_CHARS)).text, MAX_MESSAGE_CHARS);
}

/**
 * Lines that begin with `> ` are other people's words, in every chat program that has such a mark. A message of nothing
 * else is left whole: it may be an arrow or a sum.
 */
export function splitQuotedLines(text: string): { readonly text: string; readonly quoted?: string } {
  if (!text.startsWith("> ") && !text.includes("\n> ")) return { text };
  const lines = text.split("\n");
  const own = lines
    .filter((line) => !line.startsWith("> "))
    .join("\n")
    .trim();
  if (own === "") return { text };
  const quoted = lines.filter((line) => line.startsWith("> ")).map((line) => line.slice(2));
  return { text: own, quoted: quoted.join("\n") };
}

/** One entry for each emoji; people who are not in the thread are left out. */
export function reactionsOf(
  raw: NonNullable<RawMessage["reactions"]>,
  personOf: (sender: string) => Person | undefined,
): readonly Reaction[] {
  const byEmoji = new Map<string, Set<string>>();
  for (const { emoji, by } of raw.slice(0, MAX_MESSAGE_PARTS)) {
    const label = cleanLabel(emoji, MAX_EMOJI_CHARS);
    const people = byEmoji.get(label) ?? new Set();
    byEmoji.set(label, people);
    for (const sender of by) {
      const person = personOf(sender);
      if (person) people.add(person.id);
    }
  }
  return [...byEmoji].map(([emoji, by]) => ({ emoji, by: [...by] }));
}

export function linksOf(raw: NonNullable<RawMessage["links"]>): readonly HiddenLink[] {
  return raw.slice(0, MAX_MESSAGE_PARTS).map(({ text, href }) => ({
    text: cleanLabel(text, MAX_LABEL_CHARS),
    href: cleanLabel(href, MAX_HREF_CHARS),
    mismatch: namesAnotherHost(text, href),
  }));
}

function namesAnotherHost(text: string, href: string): boolean {
  const named = HOST_IN_TEXT.exec(cleanText(text.slice(0, 300)).text)?.[1];
  if (named === undefined) return false;
  const target = hostOf(href);
  return target === null || bareHost(hostOf(`https://${named}`) ?? named) !== bareHost(target);
}

function bareHost(host: string): string {
  return host.toLowerCase().replace(/^www\./, "");
}

function hostOf(href: string): string | null {
  try {
    return new URL(href).hostname;
  } catch {
    return null;
  }
}

export function attachmentOf(raw: RawAttachment, messageId: Id, at: number): Attachment {
  return {
    id: makeId("a", ["a1", messageId, at]),
    name: cleanLabel(raw.name, MAX_LABEL_CHARS),
    mime: MIME_TYPE.test(raw.mime) ? raw.mime : "application/octet-stream",
    state: raw.state,
  };
}

/** For ids: of an instant the UTC minute, so that the chosen zone makes no difference. */
export function minuteOf({ local, instantMs }: RawMessage): string {
  if (instantMs !== undefined) return new Date(instantMs).toISOString().slice(0, 16);
  return local?.slice(0, 16) ?? "";
}
