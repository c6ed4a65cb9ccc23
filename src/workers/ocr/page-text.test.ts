import { expect, test } from "vitest";
import { pageText } from "./page-text.ts";
import type { ReadBlock, ReadWord } from "./tesseract-core.ts";

/** `word:confidence`, with spaces between. */
function words(line: string): ReadWord[] {
  return line.split(" ").map((word) => {
    const [text = "", confidence = "95"] = word.split(":");
    return { text, confidence: Number(confidence) };
  });
}

/** A block of one paragraph. */
function block(...lines: readonly string[]): ReadBlock {
  return { paragraphs: [{ lines: lines.map((line) => ({ words: words(line) })) }] };
}

test("lines stay lines, paragraphs are set apart", () => {
  const page = [block("Winter Concert"), block("Saturday 5 December", "7.30 pm")];
  expect(pageText(page)).toBe("Winter Concert\n\nSaturday 5 December\n7.30 pm");
});

test("what Tesseract is unsure of is left out, and with it what is only texture", () => {
  expect(pageText([block("Town Hall ~wv:12", "|i:31 =:70", "— ~ .")])).toBe("Town Hall");
  expect(pageText([block("a:60", "W:55 i:30"), block("~:90 |:88")])).toBe("");
});

test("a short line is kept when it is sure", () => {
  expect(pageText([block("A1:91", "7:96")])).toBe("A1\n7");
});

test("letters of every script count", () => {
  expect(pageText([block("शनिवार:82 5:90"), block("คอนเสิร์ต:77")])).toBe("शनिवार 5\n\nคอนเสิร์ต");
});

test("a page of endless text ends", () => {
  const endless = block(...Array.from({ length: 3000 }, () => "again and again"));
  expect(pageText([endless])).toHaveLength(8000);
});
