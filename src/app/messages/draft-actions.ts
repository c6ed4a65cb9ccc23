/** @file "Draft an invite": a proposal from one message and the messages around it, opened in the editor. */
import { isAbort } from "#shared/errors";
import { proposeEvent } from "#agent/propose-event";
import type { Message, Thread } from "#messages/message";
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
    const input = { thread, message, nearby: nearbyMessages(message) };
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

function nearbyMessages(message: Message): readonly Message[] {
  const { open } = imports.store.getState();
  if (open.phase !== "ready" || open.threadId !== message.threadId) return [];
  const at = open.messages.findIndex((other) => other.id === message.id);
  return at < 0 ? [] : open.messages.slice(Math.max(0, at - NEARBY_EACH_SIDE), at + NEARBY_EACH_SIDE + 1);
}
