/**
 * @file Declarations of CSS as browsers read them (CSS Syntax 3): comments, escapes, semicolons inside quotes and brackets.
 * Only names and values; what they mean is in html-hidden.ts.
 */

/** Lower-case names and values, with where they rank: later ones win, important ones over all others. */
export interface Declaration {
  readonly name: string;
  readonly value: string;
  readonly important: boolean;
}

const COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/g;
/** `\69 ` is "i" (4.3.7). */
const ESCAPE = /\\(?:([\da-f]{1,6})\s?|([^\n\da-f]))/gi;
const IMPORTANT = /^\s{0,10}important$/;

export function readDeclarations(style: string): readonly Declaration[] {
  return splitOutside(plainCss(style), ";").flatMap((part): Declaration[] => {
    const colon = part.indexOf(":");
    if (colon < 1) return [];
    const said = part.slice(colon + 1).trim();
    const mark = said.lastIndexOf("!");
    const important = mark >= 0 && IMPORTANT.test(said.slice(mark + 1));
    const value = important ? said.slice(0, mark).trimEnd() : said;
    return [{ name: part.slice(0, colon).trim(), value, important }];
  });
}

/** Without comments, in lower case, escapes resolved. */
export function plainCss(css: string): string {
  const bare = css.includes("/*") ? css.replace(COMMENT, " ") : css;
  const plain = bare.includes("\\") ? bare.replace(ESCAPE, unescape) : bare;
  return plain.toLowerCase();
}

function unescape(_match: string, code: string | undefined, character: string | undefined): string {
  if (code === undefined) return character ?? "";
  const point = Number.parseInt(code, 16);
  return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : "\ufffd";
}

/** Parts between `mark`, wherever it stands in neither quotes nor round or square brackets. */
export function splitOutside(text: string, mark: string): readonly string[] {
  if (!/["'([]/.test(text)) return text.split(mark);
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === "(" || character === "[") depth += 1;
    else if (character === ")" || character === "]") depth = Math.max(0, depth - 1);
    else if (character === mark && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
