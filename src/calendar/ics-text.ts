/** @file Lines of RFC 5545 text: cleaning, escaping (3.3.11) and folding (3.1). Written so that no value can add a line. */

const encoder = new TextEncoder();
/** RFC 5545 3.1: octets of a line without its line break. */
export const MAX_LINE_OCTETS = 75;

/** Line ends of any kind, as one `\n`. */
const LINE_END = /\r\n|[\r\n\u0085\u2028\u2029]/g;
/** Controls other than `\n`: C0, DEL, C1, and what reorders text, joins it unseen or hides other text (tag characters). */
const CONTROL =
  // oxlint-disable-next-line no-control-regex -- controls are what it removes
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E001F}\u{E0080}-\u{E00FF}\u{E01F0}-\u{E0FFF}]|(?<![\u{1F3F4}\u{E0020}-\u{E007F}])[\u{E0020}-\u{E007F}]+/gu;
/** Half of a surrogate pair, which UTF-8 cannot carry. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Text as a calendar may hold it: `\n` between lines, tabs as spaces, no controls. */
export function cleanText(text: string): string {
  return text
    .replace(LINE_END, "\n")
    .replaceAll("\t", " ")
    .replace(CONTROL, "")
    .replace(LONE_SURROGATE, "\uFFFD");
}

/** A TEXT value: cleaned, then escaped. */
export function escapeText(text: string): string {
  return cleanText(text)
    .replaceAll("\\", "\\\\")
    .replaceAll(";", "\\;")
    .replaceAll(",", "\\,")
    .replaceAll("\n", "\\n");
}

/** A parameter value (RFC 6868 for what quotes cannot hold). */
export function parameterValue(value: string): string {
  const clean = cleanText(value).replaceAll("^", "^^").replaceAll("\n", "^n").replaceAll('"', "^'");
  return /[:;,]/.test(clean) ? `"${clean}"` : clean;
}

/** One content line, folded at 75 octets without cutting a code point; no line break behind it. */
export function foldLine(line: string): string {
  const lines: string[] = [];
  let current = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > MAX_LINE_OCTETS) {
      lines.push(current);
      current = " ";
      octets = 1;
    }
    current += character;
    octets += size;
  }
  lines.push(current);
  return lines.join("\r\n");
}

/** The octets of a line as UTF-8. */
export const octetLength = (line: string): number => encoder.encode(line).length;
