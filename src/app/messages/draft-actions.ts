/** @file "Draft an invite": a proposal from one message and the messages around it, opened in the editor. */
import { isAbort } from "#shared/errors";
import { proposeEvent } from "#agent/propose-event";
import type { Message, Thread } from "#messages/message";
import { pageOf } from "#storage/thread-outline";
import { closeEditor } from "#app/calendar/close-editor.ts";
import { drafts } from "#app/state/drafts.ts";
import { languageModel } from "#app/state/engine.ts";
import { imports } from "#app/state/imports.ts";
import { settingsStore } from "#app/state/settings.ts";

/** Messages handed over on each side: a date may stand a few lines before "ok, see you then". */
const NEARBY_EACH_SIDE = 12;

/**
 * Works without a model too, and when the model fails: it only words the title, which then is the message's own words.
 */
export function draftFromMessage(thread: Thread, message: Message): Promise<void> {
  closeEditor();
  return drafts.propose(message.id, async ({ signal, onProgress }) => {
    const input = { thread, message, nearby: await nearbyMessages(message) };
    const options = {
      signal,
      onProgress,
      now: new Date().toISOString(),
      newId: () => crypto.randomUUID(),
      zone: thread.zone,
      defaultDurationMinutes: settingsStore.getState().eventMinutes,
    };
    try {
      return await proposeEvent(input, languageModel(), options);
    } catch (error) {
      if (isAbort(error)) throw error;
      return proposeEvent(input, null, options);
    }
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
