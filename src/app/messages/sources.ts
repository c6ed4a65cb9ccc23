/** @file Numbers the messages that a result cites, like footnotes, and leaves out what can no longer be shown. */
import type { Language } from "#calendar/resolution";
import type { Id, Message, Thread } from "#messages/message";
import { momentText } from "./time-text.ts";

export interface Source {
  /** From 1, in order of first citation. */
  readonly number: number;
  readonly message: Message;
  readonly senderName: string;
  /** "Mara, Tue 24 Nov 2026, 10:15". */
  readonly label: string;
}

export type Sources = ReadonlyMap<Id, Source>;

/** @param cited ids in the order in which they are shown; ids of messages that are gone are skipped. */
export function numberSources(
  cited: Iterable<Id>,
  messages: readonly Message[],
  { people }: Pick<Thread, "people">,
): Sources {
  const wanted = new Set(cited);
  const found = new Map<Id, Message>();
  for (const message of messages) if (wanted.has(message.id)) found.set(message.id, message);
  const sources = new Map<Id, Source>();
  for (const id of wanted) {
    const message = found.get(id);
    if (!message) continue;
    const senderName = people.find((person) => person.id === message.senderId)?.name ?? "System line";
    const label = sourceLabel({ senderName, message }, "en");
    sources.set(id, { number: sources.size + 1, message, senderName, label });
  }
  return sources;
}

/** The label in the language of what cites it. */
export function sourceLabel(
  { senderName, message }: Pick<Source, "senderName" | "message">,
  language: Language,
): string {
  return [senderName, momentText(message.time, language)].filter(Boolean).join(", ");
}

/** The sources of one sentence or item. Empty = it must not be shown. */
export function sourcesOf(ids: readonly Id[], sources: Sources): readonly Source[] {
  return ids.flatMap((id) => sources.get(id) ?? []);
}

/** Its words may be shown, and nothing is made of them. */
export const isAimedAtAssistants = ({ message: { flags } }: Source): boolean =>
  flags.includes("injection") || flags.includes("hiddenContent");
