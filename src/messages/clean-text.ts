/**
 * @file Removes from imported text what people cannot see but programs read: control characters, tag characters,
 * zero-width characters, variation selectors in bulk, direction overrides (spec messages-calendar 2, "Hostile text").
 */
import { MAX_RAW_LABEL_CHARS } from "./limits.ts";
import type { MessageFlag } from "./message.ts";
import { toNormalForm } from "./normal-form.ts";

export interface CleanText {
  readonly text: string;
  readonly flags: readonly MessageFlag[];
}

/** A stray zero-width space or two comes with copied text; more of them carry something. */
const MAX_STRAY_ZERO_WIDTH = 2;
const NO_FLAGS: readonly MessageFlag[] = [];

/**
 * Drawn as nothing: most of what Unicode calls default ignorable, and marks of annotations. U+200C and U+200D are among
 * them; the direction marks and overrides are not.
 */
const UNSEEN =
  "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200d\\u2060-\\u2065\\u206a-\\u206f\\ufeff\\ufff0-\\ufffb" +
  "\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e01f0}-\\u{e0fff}";
/** Signs that are drawn as a space and are none. */
const BLANK = "\\u2800\\u3164\\uffa0";
/** U+0085 ends a line and stays. */
const CONTROL = "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f";

/** One of these makes a closer look worth its time. Most text has none. */
const SUSPECT = new RegExp(
  `[${CONTROL}\\u00ad${UNSEEN}${BLANK}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\u061c\\ufe00-\\ufe0f\\u{e0000}-\\u{e01ef}]`,
  "u",
);

/** England, Scotland and Wales: the only flags spelled with tag characters that are in use. */
const RGI_TAG_FLAG =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/u;

const INVISIBLE = new RegExp(
  [
    `(?<flag>${RGI_TAG_FLAG.source})`,
    // How WhatsApp writes a mention: @ and the name between first-strong isolate and pop.
    "(?<mention>@\\u2068[^\\u2066-\\u2069\\n]{1,100}\\u2069)",
    "(?<tags>[\\u{e0000}-\\u{e007f}]+)",
    "(?<selectors>[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]{3,})",
    `(?<zeroWidth>[${UNSEEN}])`,
    `(?<blank>[${BLANK}])`,
    // Mail programs put them into long words.
    "(?<softHyphen>\\u00ad)",
    "(?<bidi>[\\u202a-\\u202e\\u2066-\\u2069])",
    "(?<edgeMark>^[\\u200e\\u200f\\u061c]+|(?<![\\u200e\\u200f\\u061c])[\\u200e\\u200f\\u061c]+$)",
    `(?<control>[${CONTROL}])`,
  ].join("|"),
  "gmu",
);

/** Scripts in which U+200C and U+200D change the shape of letters. */
const JOINING_SCRIPT =
  /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Arabic}]/u;
/** Scripts that mark word ends with U+200B: dropping it hides nothing. */
const SPACELESS_SCRIPT = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const EMOJI_BEFORE_JOINER = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const EMOJI = /\p{Extended_Pictographic}/u;

/** Text that is safe to show and to quote, and what was found in it. Visible characters are untouched. */
export function cleanText(raw: string): CleanText {
  if (!SUSPECT.test(raw)) return { text: raw, flags: NO_FLAGS };
  let zeroWidth = 0;
  let hidden = false;
  let bidi = false;
  const text = raw.replace(INVISIBLE, (found: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    const offset = rest.at(-3) as number;
    if (groups["flag"] !== undefined) return found;
    if (groups["mention"] !== undefined)
      return `@${found.slice(2, -1).replace(/[\u200b-\u200f\u202a-\u202e]/g, "")}`;
    if (groups["zeroWidth"] !== undefined) {
      if (isJoiner(raw, offset)) return found;
      if (!SPACELESS_SCRIPT.test(characterBefore(raw, offset))) zeroWidth++;
    }
    if (groups["blank"] !== undefined) return " ";
    if (groups["tags"] !== undefined || groups["selectors"] !== undefined) hidden = true;
    if (groups["bidi"] !== undefined) bidi = true;
    return "";
  });
  const flags: MessageFlag[] = [];
  if (hidden || zeroWidth > MAX_STRAY_ZERO_WIDTH) flags.push("hiddenContent");
  if (bidi) flags.push("bidi");
  return { text, flags };
}

/** A name, a file name or a title on one line: cleaned, no direction marks, at most `maxChars` UTF-16 units. */
export function cleanLabel(raw: string, maxChars: number): string {
  const { text } = cleanText(cutText(raw, MAX_RAW_LABEL_CHARS).replace(/[\n\r\t\u2028\u2029]+/g, " "));
  return cutText(toNormalForm(text.replace(/[\u200e\u200f\u061c]/g, ""), "NFC").trim(), maxChars);
}

/** The first `maxChars` UTF-16 units, never half of a surrogate pair. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const last = text.charCodeAt(maxChars - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxChars - 1 : maxChars);
}

/** Emoji sequences and Indic or Arabic letter joins need these characters. */
function isJoiner(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  if (code !== 0x200c && code !== 0x200d) return false;
  const before = characterBefore(text, offset);
  if (JOINING_SCRIPT.test(before)) return true;
  const after = String.fromCodePoint(text.codePointAt(offset + 1) ?? 0x20);
  return code === 0x200d && EMOJI_BEFORE_JOINER.test(before) && EMOJI.test(after);
}

function characterBefore(text: string, offset: number): string {
  const low = text.charCodeAt(offset - 1);
  const isLow = low >= 0xdc00 && low <= 0xdfff;
  return text.slice(Math.max(0, offset - (isLow ? 2 : 1)), offset);
}
