/** @file Merges items that say the same (spec messages-calendar 3 "De-dup"). */

import { dayOf } from "#agent/sentences/due";
import { sameOwner } from "#agent/sentences/ownership";
import { similarity } from "#agent/sentences/text";
import { sharedWords, topicWords } from "#agent/sentences/topic";

import type { FoundItem } from "./found-item.ts";

/** 3-gram Jaccard of the wording that makes two items one. */
const SAME_WORDING = 0.6;
const SAME_WORDING_AND_DUE = 0.4;
/** Items compared backwards; repetitions come soon or not at all, and comparing all pairs would be quadratic. */
const MAX_COMPARED = 40;

/** In order of first mention; a merged item keeps the place, kind and wording of the earliest. */
export function mergeItems(items: readonly FoundItem[]): FoundItem[] {
  const merged: FoundItem[] = [];
  for (const item of items) {
    const from = Math.max(0, merged.length - MAX_COMPARED);
    const at = merged.findIndex((earlier, index) => index >= from && isSame(earlier, item));
    const earlier = merged[at];
    if (earlier === undefined) merged.push(item);
    else merged[at] = merge(earlier, item);
  }
  return merged;
}

function isSame(earlier: FoundItem, later: FoundItem): boolean {
  if (earlier.kind !== later.kind || !compatible(earlier, later)) return false;
  // Text aimed at assistants must not move or take over what people agreed.
  if (earlier.read.suspicious !== later.read.suspicious) return false;
  if (sharesSource(earlier, later)) return true;
  if (saysAnother(earlier, later)) return false;
  const alike = similarity(earlier.sentence.text, later.sentence.text);
  const sameDay = dayOf(earlier.due) !== null && dayOf(earlier.due) === dayOf(later.due);
  return alike >= SAME_WORDING || (sameDay && alike >= SAME_WORDING_AND_DUE);
}

/** "The first bus" and "the last bus": alike but for the word that matters in each. */
function saysAnother(earlier: FoundItem, later: FoundItem): boolean {
  const [left, right] = [earlier, later].map(({ sentence, read }) =>
    topicWords(sentence.text, read.language),
  );
  if (left === undefined || right === undefined) return false;
  return (
    sharedWords(left, right, later.read.language).length < left.length &&
    sharedWords(right, left, later.read.language).length < right.length
  );
}

const compatible = (left: FoundItem, right: FoundItem): boolean =>
  sameOwner(left.who, right.who) || left.who.kind === "unclear" || right.who.kind === "unclear";

/**
 * A message cited by both: "Ok, I'll send it" accepts one item and was found as another. Narrower than the spec's
 * "shared src", which is meant for two wordings of one thing by a model: code finds sentences, and one message often
 * finishes one task and gives the next ("Shopping done. Please send me 20 each").
 */
function sharesSource(earlier: FoundItem, later: FoundItem): boolean {
  const { accepts, commits } = later.sentence.cues;
  return (
    (accepts || commits) &&
    earlier.read !== later.read &&
    earlier.messageIds.some((id) => later.messageIds.includes(id))
  );
}

const STATUS_RANK = { open: 0, accepted: 1, changed: 2, done: 3, cancelled: 3 } as const;

/** "Can you pay before Friday?" – "I'll do it tonight": what is to be done by then still is. */
function keepsDeadline(earlier: FoundItem, later: FoundItem): boolean {
  if (earlier.due?.kind !== "due") return false;
  const [deadline, day] = [dayOf(earlier.due), dayOf(later.due)];
  return deadline !== null && day !== null && day <= deadline;
}

/** Union of sources, the latest date, the further status. */
function merge(earlier: FoundItem, later: FoundItem): FoundItem {
  const newerDue = later.duePhrase === null || keepsDeadline(earlier, later) ? earlier : later;
  const replaces = newerDue === later && earlier.due !== null && dayOf(later.due) !== dayOf(earlier.due);
  const { duePhrase, due, read, movedBy } = earlier;
  const old = replaces ? [{ duePhrase, due, read: movedBy?.read ?? read }] : [];
  const said =
    newerDue.movedBy ?? (newerDue === later ? { read: later.read, sentence: later.sentence } : undefined);
  return {
    ...earlier,
    who: earlier.who.kind === "unclear" ? later.who : earlier.who,
    status: STATUS_RANK[later.status] > STATUS_RANK[earlier.status] ? later.status : earlier.status,
    duePhrase: newerDue.duePhrase,
    due: newerDue.due,
    ...(said !== undefined && { movedBy: said }),
    superseded: [...earlier.superseded, ...old, ...later.superseded],
    messageIds: [...new Set([...earlier.messageIds, ...later.messageIds])],
    last: later.last.index > earlier.last.index ? later.last : earlier.last,
  };
}
