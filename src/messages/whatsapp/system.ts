/**
 * @file Tells sentences that WhatsApp writes about a chat from messages of people, and finds the name of the chat in them
 * and in file names (spec messages-calendar 1.2 rule e).
 */
import { fold } from "#messages/matching";
import { ENCRYPTION_NOTICE, GROUP_CREATED, QUOTES, SYSTEM_VERBS } from "./phrases.ts";

/** A sentence with ": " in a quotation is cut in its middle when it is read as "sender: text". */
export function cutsQuotation(sender: string): boolean {
  return QUOTES.some(([open, close]) => {
    const opened = count(sender, open);
    if (open === close) return opened % 2 === 1;
    // “ closes in German what „ opened, and opens in English.
    const closings = open === "“" ? count(sender, "„") : 0;
    return opened - closings > count(sender, close);
  });
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

export function hasSystemVerb(text: string): boolean {
  const folded = ` ${fold(text)}`;
  return SYSTEM_VERBS.some((verb) => folded.includes(verb));
}

export function isEncryptionNotice(text: string): boolean {
  const folded = fold(text);
  return ENCRYPTION_NOTICE.some((part) => folded.includes(part));
}

/** The name in quotation marks of "… created group “Trip”", or null. */
export function createdGroupName(sentence: string): string | null {
  const folded = ` ${fold(sentence)}`;
  if (!GROUP_CREATED.some((phrase) => folded.includes(phrase))) return null;
  for (const [open, close] of QUOTES) {
    const start = sentence.indexOf(open);
    const end = sentence.lastIndexOf(close);
    if (start >= 0 && end > start + 1) return sentence.slice(start + 1, end).trim() || null;
  }
  return null;
}

/** How WhatsApp names an export in several languages; the group or contact is captured. */
const EXPORT_NAMES: readonly RegExp[] = [
  /^whatsapp[ -]chat (?:with|mit|-) (.+)$/i,
  /^whatsapp chat[ _-]+(.+)$/i,
  /^discussion whatsapp avec (.+)$/i,
  /^chat (?:de |di )?whatsapp con (.+)$/i,
  /^conversa (?:do|no) whatsapp com (.+)$/i,
  /^(.+) के साथ whatsapp चैट$/i,
  /^whatsapp चैट (.+) के साथ$/i,
  /^แชท whatsapp กับ ?(.+)$/i,
  /^(?:محادثة|دردشة) (?:whatsapp|واتساب) مع (.+)$/i,
  /^whatsapp 대화[ -]+(.+)$/i,
  /^(.+)님과의 whatsapp 대화$/i,
  /^(?:与|與)(.+)的 ?whatsapp ?聊天$/i,
  /^whatsapp ?聊天[ -]+(.+)$/i,
];

/** The chat's name in the file name of an export, or null for any other name. */
export function titleOfExport(fileName: string): string | null {
  const stem = fileName
    .slice(0, 300)
    .normalize("NFC")
    .replace(/\.(?:txt|zip)$/i, "")
    .replace(/ ?\(\d{1,3}\)$/, "")
    .trim();
  for (const pattern of EXPORT_NAMES) {
    const title = pattern.exec(stem)?.[1]?.trim();
    if (title !== undefined && title !== "") return title;
  }
  return null;
}
