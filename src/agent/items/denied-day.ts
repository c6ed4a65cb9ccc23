/**
 * @file "Mum can't on Saturday, let's do Sunday lunch at 1": the day of something planned is given up and another one is put in
 * its place. Until somebody answers both stand; what it is called by then ("lunch" of a dinner) does not matter.
 */

import { readCues } from "#agent/sentences/cues";
import {
  dateContext,
  dueOf,
  namesDay,
  phrasesOf,
  plannedDay,
  type DateSettings,
  type Due,
} from "#agent/sentences/due";
import { proposesTogether } from "#agent/sentences/propose-together";
import { fold } from "#agent/sentences/text";

import type { FoundItem } from "./found-item.ts";
import { CLAUSES_OF_CHANGE } from "./other-day-words.ts";
import { leaveOpen } from "./other-day.ts";
import { isLive, REPLY_WINDOW, type Reply } from "./reply.ts";

type Items = readonly FoundItem[];

/** The items with the one whose day is given up on either day, or null. */
export function replaceDenied(items: Items, reply: Reply, settings: DateSettings): Items | null {
  const { read, sentence } = reply;
  const clauses = sentence.text.split(CLAUSES_OF_CHANGE[read.language]);
  if (clauses.length < 2) return null;
  const denied = new Set(clauses.flatMap((clause) => deniedDays(clause, reply, settings)));
  if (denied.size !== 1) return null;
  const next = clauses.map((clause) => proposedIn(clause, reply, settings)).findLast((due) => due !== null);
  if (next == null || denied.has(plannedDay(next.due) ?? "")) return null;
  const [event, second] = items.filter(
    (item) =>
      item.kind === "event" &&
      isLive(item) &&
      item.read !== read &&
      !item.read.suspicious &&
      read.index - item.last.index <= REPLY_WINDOW &&
      denied.has(plannedDay(item.due) ?? ""),
  );
  return event === undefined || second !== undefined ? null : leaveOpen(items, event, reply, next);
}

/** The days of a clause that says no. */
function deniedDays(clause: string, { read }: Reply, settings: DateSettings): string[] {
  if (!readCues(clause, read.language).negated) return [];
  const found = phrasesOf(clause, dateContext(read.message, read.language, settings));
  return found.flatMap(({ resolution }) => {
    const one =
      resolution.kind === "ask" && resolution.reason === "negation" ? resolution.options[0] : resolution;
    return one === undefined || !namesDay(one) ? [] : (plannedDay(one) ?? []);
  });
}

/** The day and time of a clause by which several plan something. */
function proposedIn(clause: string, { read }: Reply, settings: DateSettings): Due | null {
  const { act, negated } = readCues(clause, read.language);
  if (negated || (act !== "suggestion" && !proposesTogether(fold(clause), read.language))) return null;
  const said = dueOf(clause, read.message, read.language, settings);
  return said.due !== null && namesDay(said.due) && plannedDay(said.due) !== null ? said : null;
}
