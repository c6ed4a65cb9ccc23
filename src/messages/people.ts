/** @file The people of one thread: one person for each name as written, look-alikes told apart (spec messages-calendar 2). */
import { cleanLabel } from "./clean-text.ts";
import { makeId } from "./identity.ts";
import type { RawPerson } from "./importer.ts";
import { MAX_NAME_CHARS } from "./limits.ts";
import { LOOK_ALIKES } from "./look-alikes.ts";
import { tidyName } from "./matching.ts";
import type { Id, Person } from "./message.ts";
import { toNormalForm } from "./normal-form.ts";

/** People named in the title of a thread. */
const TITLE_PEOPLE = 3;
const PHONE = /^\+?[\d\s()\u2010-\u2015-]{6,30}$/;
/** WhatsApp's mark of a name that the sender chose and the phone's owner has not saved. */
const SELF_NAMED = /^~\s*/;

/** What makes two senders of a thread the same person; phone numbers are compared by their digits. */
export function senderKey(sender: string): string {
  const name = tidyName(sender);
  return PHONE.test(name) ? name.replace(/[^\d+]/g, "") : name.replace(SELF_NAMED, "~");
}

/** Two names with one skeleton cannot be told apart by eye. */
function skeleton(name: string): string {
  const decomposed = toNormalForm(name.toLowerCase(), "NFKD").replace(/\p{Mark}+/gu, "");
  return Array.from(decomposed)
    .map((letter) => LOOK_ALIKES.get(letter) ?? letter)
    .join("")
    .replace(/\s+/g, " ");
}

/** Display names of sender keys, in order of appearance; a look-alike of an earlier one gets " (2)". */
function displayNames(keys: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Map<string, number>();
  for (const key of keys) {
    names.set(key, distinct(displayName(key), taken));
  }
  return names;
}

/** @param taken how often each skeleton came before. */
function distinct(name: string, taken: Map<string, number>): string {
  const shape = skeleton(name);
  const count = (taken.get(shape) ?? 0) + 1;
  taken.set(shape, count);
  return count === 1 ? name : `${name} (${count})`;
}

function displayName(key: string): string {
  return cleanLabel(key.replace(SELF_NAMED, ""), MAX_NAME_CHARS) || "?";
}

/** Equal international phone numbers and mail addresses are one person everywhere; a name only within its thread. */
function personId(threadId: Id, key: string): Id {
  return handleId(key) ?? makeId("p", ["p1", threadId, key]);
}

function handleId(handle: string): Id | null {
  if (/^\+\d{7,15}$/.test(handle)) return makeId("p", ["p1", "phone", handle]);
  if (/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(handle)) return makeId("p", ["p1", "email", handle.toLowerCase()]);
  return null;
}

/** The ids under which chats know someone with one of these phone numbers and mail addresses. */
export function personIdsOf(handles: readonly string[]): readonly Id[] {
  return handles.flatMap((handle) => handleId(handle) ?? []);
}

/** @param originals sender keys mapped to the spelling to show for phone numbers. */
export function makePeople(
  threadId: Id,
  keys: readonly string[],
  originals: ReadonlyMap<string, string>,
): ReadonlyMap<string, Person> {
  const names = displayNames(keys);
  return new Map(
    keys.map((key) => {
      const phone = PHONE.test(key)
        ? cleanLabel(tidyName(originals.get(key) ?? key), MAX_NAME_CHARS)
        : undefined;
      return [key, { id: personId(threadId, key), name: phone ?? names.get(key)!, isSelf: false }];
    }),
  );
}

/**
 * People whom the source tells apart itself, whatever they are called.
 * @param scope what their keys are unique in: the source, or one thread.
 */
export function makeKnownPeople(
  scope: string,
  known: ReadonlyMap<string, RawPerson>,
): ReadonlyMap<string, Person> {
  const taken = new Map<string, number>();
  return new Map(
    [...known].map(([key, { name, handle, isSelf = false }]) => [
      key,
      {
        id: (handle === undefined ? null : handleId(handle)) ?? makeId("p", ["p1", scope, key]),
        name: distinct(cleanLabel(tidyName(name), MAX_NAME_CHARS) || "?", taken),
        isSelf,
      },
    ]),
  );
}

/** What a thread without a name is called. */
export function titleOf(people: readonly Person[]): string {
  const shown = people.slice(0, TITLE_PEOPLE).map(({ name }) => name);
  const more = people.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` +${more}` : "");
}
