/**
 * @file Borders of words in regular expressions. `\b` knows ASCII letters only: it finds a border inside "só", and none
 * behind it.
 */

import { list } from "#shared/word-lists";

/** No letter, vowel sign or apostrophe before. */
export const START = String.raw`(?<![\p{L}\p{M}\p{N}'])`;
export const END = String.raw`(?![\p{L}\p{M}\p{N}])`;

/** No hyphen before either: "e-mail" is no mail. */
export const START_APART = String.raw`(?<![\p{L}\p{M}\p{N}'-])`;
/** No apostrophe behind: "I", and not "I'd". */
export const END_APART = String.raw`(?![\p{L}\p{M}\p{N}'])`;
/** Neither apostrophe nor hyphen behind. */
export const END_ALONE = String.raw`(?![\p{L}\p{M}\p{N}'-])`;

export const pattern = (source: string): RegExp => new RegExp(source, "u");

/** One of some phrases, for a pattern. @param phrases parted by ` | `, over as many lines as it takes; folded */
export const oneOf = (phrases: string): string => `(?:${list(phrases).join("|")})`;

/** The same as whole words. */
export const wholePhrases = (phrases: string): RegExp => pattern(`${START}${oneOf(phrases)}${END}`);

/** One of some alternatives as whole words. @param alternatives parted by `|`, as in a regular expression; folded */
export const wholeWords = (alternatives: string): RegExp =>
  new RegExp(`${START}(?:${alternatives})${END}`, "u");
