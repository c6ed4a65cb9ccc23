/**
 * @file What stands in lines of its own on a poster: what it announces, and where. Lines are the only grammar a poster
 * has; running text has other ways to say so (event-title.ts, place.ts).
 */
import { findDatePhrases } from "#calendar/find-phrases";
import type { DateContext } from "#calendar/resolution";

import { filledLines } from "./text.ts";

export interface PosterLines {
  /** The first line that is no date; null where there are no lines to tell apart. */
  readonly heading: string | null;
  /** Empty when no line reads like a place. */
  readonly place: string;
}

const MAX_HEADING = 80;
const MAX_PLACE = 120;
const MAX_LINES = 60;
const LETTERS = /\p{L}.*\p{L}/u;

/** Words that places are named by, in the eight languages; German ones also at the end of a longer word. */
const PLACE_WORD =
  /(?<![\p{L}\p{M}])(?:hall|house|cent(?:re|er)|street|road|avenue|square|park|room|church|school|library|museum|theat(?:re|er)|caf[eé]|bar|club|stadium|arena|university|college|salle|rue|place|maison|église|école|parc|mairie|piazza|via|teatro|chiesa|scuola|parco|sala|rua|praça|igreja|escola|parque|casa|calle|plaza|iglesia|escuela|biblioteca|centro)(?![\p{L}\p{M}])|(?:straße|strasse|platz|haus|saal|halle|kirche|schule|garten|bibliothek|gasse|allee|weg)(?![\p{L}\p{M}])|हॉल|सड़क|मार्ग|पार्क|विद्यालय|भवन|ถนน|ห้อง|โรงเรียน|สวน|หอประชุม|อาคาร/iu;

/** @param context of the moment the picture was brought */
export function posterLines(text: string, context: DateContext): PosterLines {
  const lines = filledLines(text)
    .map((line) => line.trim())
    .slice(0, MAX_LINES);
  if (lines.length < 2) return { heading: null, place: "" };
  const others = lines.filter((line) => LETTERS.test(line) && !hasDate(line, context));
  const heading = others.find((line) => line.length <= MAX_HEADING) ?? null;
  const place = others.find((line) => line !== heading && line.length <= MAX_PLACE && PLACE_WORD.test(line));
  return { heading, place: place ?? "" };
}

function hasDate(line: string, context: DateContext): boolean {
  return findDatePhrases(line, context).length > 0;
}
