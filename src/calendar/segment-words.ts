/**
 * @file Words of a text written without spaces between them (rule R17): at each place the longest phrase of the
 * lexicon wins, what lies between two phrases is one unknown word. Written for Thai script.
 */

import type { Segmenter } from "./lexer.ts";
import type { Lexicon } from "./lexicon.ts";

const THAI = /[\u0e00-\u0e4f]/;
/** Vowel and tone signs that belong to the consonant before them: no word ends in front of one. */
function continues(letter: string): boolean {
  const code = letter.charCodeAt(0);
  return (code >= 0xe30 && code <= 0xe3a) || code === 0xe45 || (code >= 0xe47 && code <= 0xe4e);
}

/** An unknown word is cut here so that segmenting stays linear. */
const MAX_UNKNOWN = 400;

const SEGMENTERS = new WeakMap<Lexicon, Segmenter>();

/** The segmenter of a lexicon, or null where words are parted by spaces. */
export function segmenterOf(lexicon: Lexicon): Segmenter | null {
  if (lexicon.spaceless !== true) return null;
  const known = SEGMENTERS.get(lexicon) ?? createSegmenter(lexicon);
  SEGMENTERS.set(lexicon, known);
  return known;
}

function createSegmenter({ phrases }: Lexicon): Segmenter {
  const longest = Math.max(...[...phrases.keys()].map((phrase) => phrase.length));
  const phraseLength = (text: string, position: number): number => {
    for (let length = Math.min(longest, text.length - position); length > 0; length -= 1) {
      if (!phrases.has(text.slice(position, position + length))) continue;
      if (!continues(text.charAt(position + length))) return length;
    }
    return 0;
  };
  return (text, position) => {
    if (!THAI.test(text.charAt(position))) return 0;
    const known = phraseLength(text, position);
    if (known > 0) return known;
    let end = position + 1;
    while (end < text.length && end - position < MAX_UNKNOWN && THAI.test(text.charAt(end))) {
      if (!continues(text.charAt(end)) && phraseLength(text, end) > 0) break;
      end += 1;
    }
    return end - position;
  };
}
