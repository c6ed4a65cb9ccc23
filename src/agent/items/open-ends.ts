/** @file What a thread leaves open (spec messages-calendar 3): questions nobody answered, replies awaited and replies owed. */

import type { ThreadSelection } from "#agent/agent-options";
import { isSuspicious } from "#agent/sentences/reading";
import type { Id, Message, Person, Thread } from "#messages/message";

import type { ActionItem } from "./action-item.ts";

export interface OpenEnd {
  readonly kind:
    /** Asked of everybody, unanswered. */
    | "open-question"
    /** The person who imported asked, and nobody has reacted. */
    | "waiting-for-reply"
    /** They were asked, and have written nothing since. */
    | "reply-owed";
  readonly what: string;
  /** Of a reply awaited: who was asked, if one person was. Of a reply owed: who asked. */
  readonly personId: Id | null;
  readonly messageIds: readonly Id[];
}

/** In the order of the items. Text aimed at assistants asks nobody anything. */
export function findOpenEnds(items: readonly ActionItem[], { thread, messages }: ThreadSelection): OpenEnd[] {
  const self = thread.people.find((person) => person.isSelf);
  return items.flatMap((item): OpenEnd[] => {
    const asked = messages.find((message) => message.id === item.messageIds[0]);
    const asks = item.kind === "question" || item.kind === "task";
    if (asked === undefined || !asks || item.status !== "open" || isSuspicious(asked)) return [];
    const kind = kindOf(item, asked, messages, thread, self);
    if (kind === null) return [];
    return [{ kind, what: item.what, personId: personOf(kind, item, asked), messageIds: item.messageIds }];
  });
}

function kindOf(
  item: ActionItem,
  asked: Message,
  messages: readonly Message[],
  thread: Thread,
  self: Person | undefined,
): OpenEnd["kind"] | null {
  if (self !== undefined && asked.senderId === self.id) {
    // One's own offer waits for nobody, and "no, sorry" is a reply.
    const asksOthers = item.kind === "question" || item.who.kind !== "me";
    const reacted = messages.some(
      ({ id, senderId }) => senderId !== self.id && item.messageIds.slice(1).includes(id),
    );
    return asksOthers && !reacted ? "waiting-for-reply" : null;
  }
  const toMe = item.who.kind === "me" || (self !== undefined && thread.people.length === 2);
  const wroteSince = messages.some((message) => message.seq > asked.seq && message.senderId === self?.id);
  const ownOffer = item.who.kind === "person" && item.who.personId === asked.senderId;
  if (toMe && !wroteSince && !ownOffer) return "reply-owed";
  return item.kind === "question" ? "open-question" : null;
}

function personOf(kind: OpenEnd["kind"], item: ActionItem, asked: Message): Id | null {
  if (kind === "waiting-for-reply") return item.who.kind === "person" ? item.who.personId : null;
  return asked.senderId;
}
