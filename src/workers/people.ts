/** @file The people of all threads. One person in several threads is one row only where their ids are equal. */
import type { Id } from "#messages/message";
import { listThreads } from "#storage/imports";
import type { ImportsDatabase } from "#storage/imports-db";
import { readOutline } from "#storage/imports-reading";
import type { PersonSummary } from "./protocol-imports.ts";

/** Those who wrote most first; someone who is only named and wrote nothing comes last. */
export async function listPeople(db: ImportsDatabase): Promise<PersonSummary[]> {
  const people = new Map<Id, PersonSummary>();
  for (const thread of await listThreads(db)) {
    const outline = await readOutline(db, thread.id);
    const written = new Map(outline?.people.map((person) => [person.id, person]));
    for (const person of thread.people) {
      const { count = 0, last = null } = written.get(person.id) ?? {};
      const before = people.get(person.id);
      people.set(person.id, {
        person: before ? { ...before.person, isSelf: before.person.isSelf || person.isSelf } : person,
        count: (before?.count ?? 0) + count,
        last: latest(before?.last ?? null, last),
        threads: [...(before?.threads ?? []), { id: thread.id, title: thread.title, count }],
      });
    }
  }
  return [...people.values()].sort((a, b) => b.count - a.count || a.person.name.localeCompare(b.person.name));
}

function latest(a: string | null, b: string | null): string | null {
  return (a ?? "") > (b ?? "") ? a : b;
}
