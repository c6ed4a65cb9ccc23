/** @file "Draft an invite": a proposal from one message and the messages around it, opened in the editor. */
import type { Message, Thread } from "#messages/message";
import { pageOf } from "#storage/thread-outline";
import { closeEditor } from "#app/calendar/close-editor.ts";
import { prepareDraft } from "#app/calendar/prepare-draft.ts";
import { drafts } from "#app/state/drafts.ts";
import { languageModel } from "#app/state/engine.ts";
import { imports } from "#app/state/imports.ts";

/** Messages handed over on each side: a date may stand a few lines before "ok, see you then". */
const NEARBY_EACH_SIDE = 12;

export function draftFromMessage(thread: Thread, message: Message): Promise<void> {
  closeEditor();
  return drafts.propose(message.id, async (work) => {
    const input = { thread, message, nearby: await nearbyMessages(message) };
    return prepareDraft(input, languageModel(), work);
  });
}

/** Those in the pages around it; none when they cannot be read, which leaves the message itself. */
async function nearbyMessages(message: Message): Promise<readonly Message[]> {
  const { open } = imports.store.getState();
  if (open.phase !== "ready" || open.threadId !== message.threadId) return [];
  const page = pageOf(open.outline, message.seq);
  const around = await Promise.all([page - 1, page, page + 1].map((index) => open.pages.get(index))).catch(
    () => [],
  );
  const messages = around.flat();
  const at = messages.findIndex((other) => other.id === message.id);
  return at < 0 ? [] : messages.slice(Math.max(0, at - NEARBY_EACH_SIDE), at + NEARBY_EACH_SIDE + 1);
}
