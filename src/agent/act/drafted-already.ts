/** @file Whether an event that was read is drafted already: nobody wants the same appointment twice. */

import type { EventDraft } from "#calendar/event-draft";
import { startOf } from "#calendar/resolution-start";

import { isCalled, tellingOf } from "./event-name.ts";
import type { AgentItem, AgentRun } from "./run.ts";
import type { ToolContext } from "./tool.ts";

export interface DraftedAlready {
  readonly draft: EventDraft;
  /** A message that the draft does not know of says another date. */
  readonly isChanged: boolean;
}

/** The draft of an event, or null. @param drafts all but those of this run */
export function draftedAlready(
  run: AgentRun,
  event: AgentItem,
  drafts: readonly EventDraft[],
): DraftedAlready | null {
  const date = run.tables.dates.find(({ key }) => key === event.dateKey);
  const start = date === undefined ? null : startOf(date.resolution);
  const cited = messagesOf(run, event.labels);
  const draft = drafts.find((other) => {
    const isAlike = isCalledAlike(run, event, other);
    if (!other.sources.some(({ messageId }) => cited.has(messageId)))
      return start !== null && other.start === start && isAlike;
    return isAlike || other.start === start || isAlone(run, event);
  });
  if (draft === undefined) return null;
  // A person may have moved the draft meanwhile: only words that came later change it again.
  const [from] = date?.label == null ? [] : messagesOf(run, [date.label]);
  const isNews = from !== undefined && !draft.sources.some(({ messageId }) => messageId === from);
  return { draft, isChanged: start !== null && start !== draft.start && isNews };
}

function messagesOf(run: AgentRun, labels: readonly number[]): ReadonlySet<string> {
  return new Set(
    run.tables.labels.filter(({ label }) => labels.includes(label)).map(({ messageId }) => messageId),
  );
}

/** No other event comes from its messages: they can be about nothing else. */
function isAlone({ items }: AgentRun, event: AgentItem): boolean {
  return !items.some(
    (item) =>
      item !== event && item.kind === "event" && item.labels.some((label) => event.labels.includes(label)),
  );
}

/** The same name and the same start as another draft, whoever chose the call: nobody wants it twice. */
export async function isDraftedTwice(draft: EventDraft, { run, ports }: ToolContext): Promise<boolean> {
  const drafts = await ports.drafts.list();
  return drafts.some(
    (other) =>
      other.id !== draft.id &&
      other.status !== "cancelled" &&
      other.start === draft.start &&
      isCalledAlike(run, draft, other),
  );
}

/** @param named what its words are compared with: they may stand in its place as well */
export const isCalledAlike = (
  { language }: AgentRun,
  { title }: Pick<EventDraft, "title">,
  named: Pick<EventDraft, "title" | "location">,
): boolean =>
  isCalled(named.title, named.location, { text: title, words: wordsOf(title), isGeneric: false }, language);

const wordsOf = (title: string): readonly string[] => {
  const telling = tellingOf(title);
  return telling.length > 0 ? telling : [title];
};
