/**
 * @file What Tesseract found on a page as text. It finds letters in leaves and brick walls too, and is unsure of them:
 * those words are left out.
 */
import type { ReadBlock, ReadWord } from "./tesseract-core.ts";

/** In percent, of Tesseract itself. Words read right are mostly above 80, texture is mostly below 40. */
const LEAST_CONFIDENCE = 45;
/** A line this short is kept only when it is sure: texture makes single letters and strokes. */
const SHORT_LINE = 2;
const SHORT_CONFIDENCE = 75;
/** What a prompt can hold, and more than a poster says. */
const MAX_TEXT = 8000;

/** Lines from top to bottom, an empty line between paragraphs. */
export function pageText(blocks: readonly ReadBlock[]): string {
  const paragraphs = blocks.flatMap((block) =>
    block.paragraphs.map(({ lines }) =>
      lines
        .map(({ words }) => lineText(words))
        .filter((line) => line !== "")
        .join("\n"),
    ),
  );
  return paragraphs
    .filter((text) => text !== "")
    .join("\n\n")
    .slice(0, MAX_TEXT);
}

function lineText(words: readonly ReadWord[]): string {
  const sure = words.filter(({ confidence, text }) => confidence >= LEAST_CONFIDENCE && text.trim() !== "");
  const line = sure.map(({ text }) => text.trim()).join(" ");
  const signs = line.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (signs === 0) return "";
  const best = Math.max(...sure.map(({ confidence }) => confidence));
  return signs > SHORT_LINE || best >= SHORT_CONFIDENCE ? line : "";
}
