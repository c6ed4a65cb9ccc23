/** @file Whom a search can be limited to. */
import type { Id, Thread } from "#messages/message";
import type { SearchForm } from "#app/state/message-library.ts";

interface Option {
  readonly value: Id;
  readonly label: string;
}

/** Threads offered by name; in others a search is begun from the thread itself. */
const MAX_THREADS = 200;

/** "All threads", those with the latest messages, and the chosen one. */
export function threadOptions(
  threads: readonly Thread[],
  { threadId }: Pick<SearchForm, "threadId">,
): readonly Option[] {
  const offered = threads.filter(({ id }, at) => at < MAX_THREADS || id === threadId);
  return [
    { value: "", label: "All threads" },
    ...offered.map(({ id, title }) => ({ value: id, label: title })),
  ];
}

/**
 * "Anyone" and the people of the chosen thread. Over all threads only the person already chosen: names of a hundred
 * threads are no list to choose from, and most are in it several times.
 */
export function personOptions(
  threads: readonly Thread[],
  { threadId, personId }: Pick<SearchForm, "threadId" | "personId">,
): readonly Option[] {
  const anyone: Option = { value: "", label: "Anyone" };
  const thread = threads.find(({ id }) => id === threadId);
  if (!thread && personId === null) return [anyone];
  const people = (thread ? [thread] : threads).flatMap((one) => one.people);
  const named = new Map(people.map(({ id, name }) => [id, name]));
  const offered = [...named].filter(([id]) => thread !== undefined || id === personId);
  return [anyone, ...offered.map(([value, label]) => ({ value, label }))];
}
