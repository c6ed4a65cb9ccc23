/** @file What there is to know about a message beside its text (spec messages-calendar 2 and 7). */
import { cleanText, cutText, type CleanText } from "./clean-text.ts";
import type { RawMessage } from "./importer.ts";
import { looksLikeInjection } from "./injection.ts";
import { MAX_RAW_LABEL_CHARS } from "./limits.ts";
import type { MessageFlag } from "./message.ts";

interface Found {
  /** Text was left out for its length. */
  readonly isCut: boolean;
  /** Its place in time speaks for a text that was quoted or forwarded. */
  readonly isForeign: boolean;
}

/** Those of the importer and of the cleaned text, and what is found here, each of the latter once. */
export function messageFlags(raw: RawMessage, clean: CleanText, { isCut, isForeign }: Found): MessageFlag[] {
  const flags: MessageFlag[] =
    raw.flags.length + clean.flags.length === 0 ? [] : [...raw.flags, ...clean.flags];
  const add = (flag: MessageFlag): void => {
    if (!flags.includes(flag)) flags.push(flag);
  };
  if (raw.hiddenText !== undefined) add("hiddenContent");
  if (isCut) add("truncated");
  if (looksLikeInjection(clean.text)) add("injection");
  if (raw.attachments.some(hidesEnding)) add("bidi");
  if (isForeign) add("maybeQuoted");
  return flags;
}

/** A file name may hide its real ending by turning it around. */
function hidesEnding({ name }: RawMessage["attachments"][number]): boolean {
  return cleanText(cutText(name, MAX_RAW_LABEL_CHARS)).flags.includes("bidi");
}
