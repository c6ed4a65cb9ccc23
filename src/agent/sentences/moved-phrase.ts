/** @file Which of the date phrases of one sentence is the new time: "Thursday's appointment has been moved to Friday at 12". */

import type { FoundPhrase } from "#calendar/resolution";

import { fold } from "./text.ts";

/** What a time that no longer holds stands behind. Folded. */
const INSTEAD_OF =
  /(?<![\p{L}\p{M}])(?:instead of|rather than|anstatt|statt|anstelle von|au lieu de|au lieu d'|invece di|invece del|invece che|em vez de|em vez da|en vez de|en vez del|en lugar de|en lugar del)\s*(?:(?:on|at|am|um|le|la|el|il|las|a|à)\s+)?$|(?:เลื่อน|ย้าย|เปลี่ยน)[^.!?\n]{0,20}จาก(?:วัน|เวลา|ตอน)?\s*$|แทน(?:ที่)?(?:จะเป็น)?(?:วัน|เวลา|ตอน)?\s*$/u;

/** The hour, and minutes, behind a word of giving up: "at 11 instead of 9". Folded. */
const GIVEN_UP = new RegExp(
  String.raw`${INSTEAD_OF.source.split("$|")[0] ?? ""}(\d{1,2})(?:[:.h](\d\d))?(?![\d.:])|(\d{1,2})(?:[:.](\d\d))?\s*बजे\s*(?:की|के) (?:जगह|बजाय|बदले)`,
  "u",
);

/** `H:MM` of the time of day that no longer holds, or null where none is named. */
export function clockGivenUp(sentence: string): string | null {
  const found = GIVEN_UP.exec(fold(sentence));
  if (found === null) return null;
  const [, hour, minute, hourBefore, minuteBefore] = found;
  return `${Number(hour ?? hourBefore)}:${minute ?? minuteBefore ?? "00"}`;
}

/** Hindi puts it behind: "3 बजे की जगह", "सोमवार से बदलकर". Folded. */
const INSTEAD_BEHIND = /^\s*(?:(?:की|के) (?:जगह|बजाय|बदले|स्थान पर)|से (?:बदल|हटा|शिफ्ट|शिफ़्ट|आगे|पहले कर))/u;

/** A verb of moving with its preposition, which the new time stands behind. Folded. */
const MOVED_TO = new RegExp(
  String.raw`(?<![\p{L}\p{M}])(?:${[
    String.raw`(?:moved?|changed?|postponed?|rescheduled?|pushed|push|shifted|brought)(?: it)?(?: back| forward)?(?: (?:to|until|till))`,
    String.raw`(?:verschoben|verlegt|vorverlegt|vorgezogen|verschiebt sich) auf`,
    String.raw`(?:report|décal|déplac|avanc|repouss)é(?:e|s|es)? (?:à|au|pour)`,
    String.raw`(?:spostat|rimandat|anticipat|posticipat|rinviat)[oaie](?: (?:a|al|alla|alle|all'))`,
    String.raw`(?:adiad|antecipad|remarcad|mudad|passad|transferid)[oa]s? (?:para|pra)(?: [oa])?`,
    String.raw`(?:mudou|passou) para(?: [oa])?`,
    String.raw`(?:cambiad|aplazad|pospuest|movid|pasad|adelantad|retrasad|trasladad)[oa]s? (?:al|a|para)(?: (?:el|la))?`,
  ].join("|")}|(?:เลื่อน|ย้าย|เปลี่ยน)(?:เป็น|ไป|มา)(?:วัน)?)\s*$`,
  "u",
);
/** German and Hindi put the verb behind it: "auf Freitag verschoben". Folded. */
const MOVED_BEHIND =
  /^[\s,]*(?:(?:um|को|पर|के लिए|तक)\s+)?(?:verschoben|verlegt|vorverlegt|vorgezogen|शिफ़्ट|शिफ्ट)/u;
/** The preposition may be read as part of the phrase. Folded. */
const OWN_PREPOSITION = /^(?:to|until|till|auf|à|au|a|al|alla|alle|para|pra)(?:\s+(?:o|a|el|la))?\s+/u;

/** The phrases that a sentence with a change still says: the one it moves to, else those that are not given up. */
export function currentPhrases(sentence: string, phrases: readonly FoundPhrase[]): readonly FoundPhrase[] {
  if (phrases.length < 2) return phrases;
  const to = phrases.findIndex((found) => isMovedTo(sentence, found));
  if (to > 0) return phrases.slice(to);
  const kept = phrases.filter(
    ({ start, end }) =>
      !INSTEAD_OF.test(fold(sentence.slice(0, start))) && !INSTEAD_BEHIND.test(fold(sentence.slice(end))),
  );
  return kept.length === 0 ? phrases : kept;
}

function isMovedTo(sentence: string, { phrase, start, end }: FoundPhrase): boolean {
  const own = OWN_PREPOSITION.exec(fold(phrase))?.[0] ?? "";
  return (
    MOVED_TO.test(`${fold(sentence.slice(0, start))}${own}`) || MOVED_BEHIND.test(fold(sentence.slice(end)))
  );
}
