/** @file Who in a file being looked at may be "me": asked once, while the file and the names are on screen. */
import type { Person, Thread } from "#messages/message";
import type { ImportPreview } from "#workers/protocol-imports";

/**
 * The people to choose from: of the one thread of the file, unless the file says who it is, or it was said before.
 * @param known threads that are stored
 */
export function selfChoices(
  { threads, threadCount }: Pick<ImportPreview, "threads" | "threadCount">,
  known: readonly Thread[],
): readonly Person[] {
  const [thread] = threads;
  if (thread === undefined || threadCount !== 1 || thread.people.length < 2) return [];
  const earlier = known.find(({ id }) => id === thread.id);
  const isKnown = [thread, earlier].some((one) => one?.people.some(({ isSelf }) => isSelf));
  return isKnown ? [] : thread.people;
}
