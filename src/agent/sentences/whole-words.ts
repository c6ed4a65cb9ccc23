/**
 * @file Borders of words in regular expressions. `\b` knows ASCII letters only: it finds a border inside "só", and none
 * behind it.
 */

/** No letter, vowel sign or apostrophe before. */
export const START = String.raw`(?<![\p{L}\p{M}\p{N}'])`;
export const END = String.raw`(?![\p{L}\p{M}\p{N}])`;

/** One of some alternatives as whole words. @param alternatives parted by `|`, as in a regular expression; folded */
export const wholeWords = (alternatives: string): RegExp =>
  new RegExp(`${START}(?:${alternatives})${END}`, "u");
