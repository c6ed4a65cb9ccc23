/** @file Sentences of a growing answer, for screen readers: each is spoken once, when it is complete. */

const LINK = /!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)/gu;
/** A sentence ends at its mark followed by a space, or at a line break. */
const END = /[.!?…。！？।]["')\]”’]*(?=\s)|\n/gu;

/** The complete sentences so far, and the rest as one when the answer has ended. Markdown marks are left out. */
export function spokenSentences(text: string, ended: boolean): readonly string[] {
  const sentences: string[] = [];
  let from = 0;
  const plain = text.replace(LINK, "$1");
  for (const match of plain.matchAll(END)) {
    const to = match.index + match[0].length;
    sentences.push(plain.slice(from, to));
    from = to;
  }
  if (ended) sentences.push(plain.slice(from));
  return sentences.map((one) => one.replace(/[*_`#>|]+/gu, "").trim()).filter((one) => one !== "");
}
