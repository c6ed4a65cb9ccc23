/**
 * @file Words by which a message refers to the plan before it: "same day", "same time", the hour that it gives up ("at 11
 * instead of 9"), and a clause that changes in a question that doesn't.
 */

import { readCues } from "#agent/sentences/cues";
import type { Due } from "#agent/sentences/due";
import { clockGivenUp } from "#agent/sentences/moved-phrase";

import type { FoundItem } from "./found-item.ts";
import { CLAUSES_OF_CHANGE } from "./other-day-words.ts";
import { isAboutAnother, isLive, MAX_LOOK_BACK, replyOf, type Reply } from "./reply.ts";

/** "Moved to Saturday, same time". */
export const SAME_TIME =
  /,?\s*(?:at the |zur |à la |alla |à |a la )?(?:same time|selben zeit|gleichen zeit|gleiche uhrzeit|gleiche zeit|même heure|stessa ora|mesma hora|misma hora)|(?:उसी|वही) (?:समय|टाइम|वक़्त|वक्त)|(?:समय|टाइम) वही|เวลาเดิม|เวลาเดียวกัน/iu;

/** "Change of plan, same day but 4pm at the hall". */
const SAME_DAY =
  /,?\s*(?:on the |the |am |der |den |le |il |lo |o |no |el )?(?:same day|selben tag|gleichen tag|selber tag|gleicher tag|même jour|stesso giorno|mesmo dia|mismo día)(?: (?:but|aber|mais|ma|mas|pero))?|उसी दिन|วันเดิม|วันเดียวกัน/iu;

/** "On Thursday I have a meeting, can we do 9 pm instead?" asks as a whole, and changes in its last clause. */
export function clauseChanges({ read: { language }, sentence: { text, cues } }: Reply): boolean {
  if (cues.act !== "question" || !/\d/u.test(text)) return false;
  const clauses = text.split(CLAUSES_OF_CHANGE[language]);
  return clauses.length > 1 && clauses.some((clause) => readCues(clause, language).changed);
}

/** The reply without words that only refer to the plan before, and then without the place it names; itself where it has none. */
export function partOf(reply: Reply): Reply {
  const { read, sentence, thread } = reply;
  const text = sentence.text.replace(SAME_TIME, " ").replace(SAME_DAY, " ");
  if (text === sentence.text) return reply;
  const part = replyOf(read, { text, cues: sentence.cues }, thread);
  if (!SAME_DAY.test(sentence.text)) return { ...part, sameTime: true };
  // All that is said is of the plan: "we move to the hall on Mill Lane".
  return { ...part, own: [] };
}

/** "At 11 instead of 9": the last event that was planned for 9. */
export function plannedFor(items: readonly FoundItem[], reply: Reply): FoundItem | null {
  const old = clockGivenUp(reply.sentence.text);
  if (old === null) return null;
  const isThen = (due: Due["due"]): boolean => {
    if (due?.kind === "ask") return due.options.some(isThen);
    if (due?.kind !== "time") return false;
    const [hour = 0, minute = 0] = due.start.local.slice(11).split(":").map(Number);
    return [hour, hour % 12].some((one) => `${one}:${String(minute).padStart(2, "0")}` === old);
  };
  return (
    items
      .slice(-MAX_LOOK_BACK)
      .findLast(
        (item) =>
          item.kind === "event" &&
          isLive(item) &&
          item.read !== reply.read &&
          !item.read.suspicious &&
          !isAboutAnother(item, reply) &&
          isThen(item.due),
      ) ?? null
  );
}
