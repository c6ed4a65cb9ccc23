/**
 * @file A text as atoms: the longest phrase of the lexicon wins, numbers keep their shape; then words with
 * several meanings get the one their neighbours leave.
 */

import type { Atom, Atoms } from "./atoms.ts";
import { caution } from "./caution.ts";
import { disambiguate } from "./disambiguate.ts";
import { readTokens, type Token } from "./lexer.ts";
import type { Lexicon, Tag, Term } from "./lexicon.ts";
import { phraseAt, possessive, prepareTokens } from "./read-words.ts";
import { segmenterOf } from "./segment-words.ts";

function symbolTag(
  symbol: string,
): Tag & ("stop" | "comma" | "dash" | "slash" | "dot" | "sign" | "approx" | "at" | "and") {
  if (/^[!?;\n…¿¡।]$/u.test(symbol)) return "stop";
  if (/^[,:()[\]"'“”‘’«»*_]$/u.test(symbol)) return "comma";
  if (symbol === "." || symbol === "॰") return "dot";
  if (symbol === "-") return "dash";
  if (symbol === "/") return "slash";
  if (symbol === "~") return "approx";
  if (symbol === "@") return "at";
  return symbol === "&" ? "and" : "sign";
}

/** The term of a token that is not a word. */
// oxlint-disable-next-line typescript/consistent-return -- the switch is exhaustive
function shapeTerm(token: Token, { hourForms }: Lexicon): Term {
  switch (token.kind) {
    case "number":
      return { tag: "number", value: token.value, digits: true, text: token.text };
    case "clock":
      return { tag: "clock", hour: token.hour, minute: token.minute, padded: token.text.startsWith("0") };
    case "hour-form":
      return {
        tag: "hour-form",
        hour: token.hour,
        minute: token.minute,
        ...(hourForms === undefined ? {} : { clock: true }),
      };
    case "ordinal":
      return { tag: "ordinal", value: token.value, digits: true };
    case "iso-date":
      return { tag: "iso-date", year: token.year, month: token.month, day: token.day };
    case "numeric-date": {
      const { first, second, year, separator, text } = token;
      return { tag: "numeric-date", first, second, year, separator, text };
    }
    case "meridiem":
      return { tag: "meridiem", pm: token.pm };
    case "zone-name":
      return { tag: "zone", zone: { kind: "exact", zone: token.text } };
    case "symbol":
      return { tag: symbolTag(token.lower) };
    case "word":
    case "other":
      return { tag: "unknown" };
  }
}

function isCapital(tokens: readonly Token[], index: number): boolean {
  const previous = tokens[index - 1];
  const startsSentence = previous === undefined || /^[.!?\n:…¿¡।]$/u.test(previous.lower);
  return !startsSentence && /^\p{Lu}/u.test(tokens[index]?.text ?? "");
}

function meanings(text: string, lexicon: Lexicon): Atom[] {
  const tokens = prepareTokens(readTokens(text, segmenterOf(lexicon)), lexicon);
  const atoms: Atom[] = [];
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index] as Token;
    const phrase = phraseAt(tokens, index, lexicon);
    const owner = phrase === null ? possessive(token, lexicon) : null;
    const next = phrase?.next ?? index + 1;
    const suffix = owner === null ? 0 : (lexicon.possessive?.length ?? 0);
    const end = (tokens[next - 1]?.end ?? token.end) - suffix;
    atoms.push({
      term: phrase?.term ?? owner ?? shapeTerm(token, lexicon),
      text: text.slice(token.start, end),
      start: token.start,
      end,
      glued: token.glued,
      capital: isCapital(tokens, index),
    });
    index = next;
  }
  return atoms;
}

/** Reads `text` with the words of `lexicon`. Every character outside white space belongs to one atom. */
export function readAtoms(text: string, lexicon: Lexicon): Atoms {
  const atoms = disambiguate(meanings(text, lexicon), lexicon);
  return atoms.map((_, index) => caution(atoms, index, lexicon.language));
}
