/** @file A thread is the sum of what complete imports added to it. */
import type { Id, Person, Thread } from "#messages/message";
import type { StoredBatch, StoredPart } from "./imports-db.ts";

/** When each complete batch was committed, by its id. */
export type CommitTimes = ReadonlyMap<Id, string>;

export function commitTimes(batches: readonly StoredBatch[]): CommitTimes {
  const complete = batches.filter(({ state }) => state === "complete");
  return new Map(complete.map(({ id, committedAt }) => [id, committedAt ?? ""]));
}

/**
 * @param parts all of the thread; those of complete batches count
 * @returns null without a message left
 */
export function sumParts(
  parts: readonly StoredPart[],
  threadId: Id,
  times: CommitTimes,
  names: ReadonlyMap<Id, string>,
): Thread | null {
  const owned = parts
    .filter(({ batchId }) => times.has(batchId))
    .sort((a, b) => times.get(a.batchId)!.localeCompare(times.get(b.batchId)!));
  const newest = owned.at(-1);
  const count = owned.reduce((sum, { added }) => sum + added, 0);
  if (!newest || count === 0) return null;
  const named = owned.flatMap(({ people }) => people);
  const people = new Map(named.map((person) => [person.id, person]));
  const selfId = named.findLast(({ isSelf }) => isSelf)?.id ?? null;
  return {
    id: threadId,
    source: newest.source,
    title: newest.title,
    people: markSelf(
      [...people.values()].map((person) => inWords(person, names)),
      selfId,
    ),
    kind: newest.kind,
    zone: newest.zone,
    ...spanOf(owned.flatMap(({ first, last }) => [first, last])),
    count,
    batchIds: owned.map(({ batchId }) => batchId),
  };
}

/** From when to when; null without a time. */
export function spanOf(times: readonly (string | null)[]): Pick<StoredPart, "first" | "last"> {
  const given = times.filter((time) => time !== null).toSorted();
  return { first: given[0] ?? null, last: given.at(-1) ?? null };
}

/** The same people, one of them or nobody as "me". */
export function markSelf(people: readonly Person[], selfId: Id | null): Person[] {
  return people.map((person) => ({ ...person, isSelf: person.id === selfId }));
}

/** By person: what contact files call them; the newest file wins. */
export function contactNames(batches: readonly StoredBatch[]): ReadonlyMap<Id, string> {
  const complete = batches
    .filter(({ state, contacts }) => state === "complete" && contacts !== undefined)
    .sort((a, b) => (a.committedAt ?? "").localeCompare(b.committedAt ?? ""));
  return new Map(
    complete
      .flatMap(({ contacts = [] }) => contacts)
      .flatMap(({ name, personIds }) => personIds.map((id) => [id, name] as const)),
  );
}

/** A name from a contact replaces a number or an address, never a name that the chat has. */
function inWords(person: Person, names: ReadonlyMap<Id, string>): Person {
  const name = names.get(person.id);
  return name !== undefined && /^[+\d(]|@/.test(person.name) ? { ...person, name } : person;
}
