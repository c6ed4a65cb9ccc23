/** @file Unicode normalization in linear time, whatever the text (UAX #15 section 13, "Stream-Safe Text Format"). */

const MAX_MARKS = 30;
/** U+FF9E and U+FF9F are no marks, but the compatibility forms make marks of them. */
const MARK = String.raw`[\p{M}\uff9e\uff9f]`;
const LONG_RUN = new RegExp(`${MARK}{${MAX_MARKS}}(?=${MARK})`, "gu");
/** Below, every form leaves a text as it is: most messages of most languages. */
const MAY_CHANGE = /[\u00a0-\uffff]/;
/** U+0300 is the first character that NFC may compose or replace (UAX #15 section 14, "Detecting Normalization Forms"). */
const MAY_CHANGE_NFC = /[\u0300-\uffff]/;
const GRAPHEME_JOINER = "\u034f";

/**
 * The text in a normal form. Marks on one letter are sorted, which takes time with the square of their number: as the
 * standard says, a joiner comes after every 30 of them, more than any language has.
 */
export function toNormalForm(text: string, form: "NFC" | "NFKC" | "NFKD"): string {
  if (!(form === "NFC" ? MAY_CHANGE_NFC : MAY_CHANGE).test(text)) return text;
  return text.replace(LONG_RUN, `$&${GRAPHEME_JOINER}`).normalize(form);
}
