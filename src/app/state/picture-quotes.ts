/**
 * @file Text read off a picture as a model reads it: between two marks that nobody who made the picture can know, with the
 * rule that nothing in there gives orders (spec messages-calendar 7, D2). A stranger's words, whoever attached the picture.
 */
import { quotedBlock, QUOTE_RULE } from "#agent/prompts/quoted-block";
import { filledLines } from "#agent/sentences/text";
import { cleanText } from "#messages/clean-text";
import type { TurnPicture } from "#storage/pictures";

/** Blocks by the ids of the pictures; the rule stands before the first. */
export function quotedPictures(pictures: readonly TurnPicture[]): ReadonlyMap<string, string> {
  const blocks = new Map<string, string>();
  for (const { id, name, read } of pictures) {
    if (read === undefined || blocks.has(id)) continue;
    const rule = blocks.size === 0 ? `${QUOTE_RULE}\n` : "";
    blocks.set(id, rule + block(name, read.text, read.nonce));
  }
  return blocks;
}

function block(name: string, text: string, nonce: string): string {
  const lines = filledLines(cleanText(text).text).map((line) => line.trim());
  // The name of a file is a stranger's, too.
  const said = lines.length === 0 ? ["(no text was found)"] : lines;
  return quotedBlock("text of a picture", [`File: ${cleanText(name).text}`, ...said], nonce);
}
