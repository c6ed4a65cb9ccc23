/** @file A thread is the sum of what complete imports added to it. */
import type { Id, Person, Thread } from "#messages/message";
import type { BatchPart, StoredBatch } from "./imports-db.ts";

/** What one import added to a thread. */
export interface OwnedPart {
  readonly batch: StoredBatch;
  readonly part: BatchPart;
}

/** Of the complete batches, in the order in which they were committed. */
export function partsByThread(batches: readonly StoredBatch[]): ReadonlyMap<Id, readonly OwnedPart[]> {
  const complete = batches
    .filter(({ state }) => state === "complete")
    .sort((a, b) => (a.committedAt ?? "").localeCompare(b.committedAt ?? ""));
  const byThread = new Map<Id, OwnedPart[]>();
  for (const batch of complete) {
    for (const part of batch.parts) {
      const owned = byThread.get(part.threadId);
      if (owned) owned.push({ batch, part });
      else byThread.set(part.threadId, [{ batch, part }]);
    }
  }
  return byThread;
}

/** null without a message left. */
export function sumParts(
  owned: readonly OwnedPart[],
  threadId: Id,
  names: ReadonlyMap<Id, string>,
): Thread | null {
  const newest = owned.at(-1)?.part;
  const count = owned.reduce((sum, { part }) => sum + part.added, 0);
  if (!newest || count === 0) return null;
  const named = owned.flatMap(({ part }) => part.people);
  const people = new Map(named.map((person) => [person.id, person]));
  const selfId = named.findLast(({ isSelf }) => isSelf)?.id ?? null;
  const times = owned.flatMap(({ part }) => [part.first, part.last]).filter((time) => time !== null);
  times.sort();
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
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
    count,
    batchIds: [...new Set(owned.map(({ batch }) => batch.id))],
  };
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
