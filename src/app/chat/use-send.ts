/** @file Handing over what stands in the message field, to the agent or to the model alone, and stopping the answer. */
import { useRef } from "react";
import { modelSees } from "#app/pictures/model-sees.ts";
import { stopAgent, useAgentStatus } from "#app/state/agent-status.ts";
import { chats, useChats } from "#app/state/chats.ts";
import { clearAttachments, readyPictures, useAttachments } from "#app/state/chats-attachments.ts";
import { setComposerText, useComposerText } from "#app/state/composer-drafts.ts";
import { useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { navigate } from "#app/state/route.ts";
import type { AttachedPicture } from "#storage/pictures";
import { pictureBlockedReason, sendBlockedReason } from "./composer-state.ts";

export interface Sending {
  readonly answering: boolean;
  /** Why nothing can be sent now, as a sentence; null when it can. */
  readonly blocked: string | null;
  readonly sendable: boolean;
  /** Does nothing while it is not `sendable`. */
  readonly send: () => Promise<void>;
  readonly stop: () => void;
}

export function useSend(chatId: string | null): Sending {
  // A second Enter while the first is still being handed over.
  const sending = useRef(false);
  const text = useComposerText(chatId).trim();
  const attachments = useAttachments(chatId);
  const working = useAgentStatus((status) => status.working !== null);
  const answering = useChats((state) => state.answering !== null) || working;
  const sees = useEngine((state) => modelSees(state.modelId));
  const notReady = useEngine((state) => sendBlockedReason(state.status));
  const blocked = pictureBlockedReason(attachments, sees) ?? notReady;
  const sendable = blocked === null && !answering && text !== "";
  const send = async (): Promise<void> => {
    if (!sendable || sending.current) return;
    sending.current = true;
    try {
      const id = await handOver(chatId, { text, pictures: readyPictures(attachments), sees });
      if (id === null) return;
      clearAttachments(chatId);
      setComposerText(chatId, "");
      navigate({ view: "chat", chatId: id }, { replace: chatId === null });
    } catch (error) {
      reportFailure(error);
    } finally {
      sending.current = false;
    }
  };
  return { answering, blocked, sendable, send, stop: working ? stopAgent : () => chats.stop() };
}

interface Message {
  readonly text: string;
  readonly pictures: readonly AttachedPicture[];
  /** Whether the model sees pictures. */
  readonly sees: boolean;
}

/** The id of the chat that has the message now; null where it was not taken. */
async function handOver(chatId: string | null, { text, pictures, sees }: Message): Promise<string | null> {
  const { askAgent } = await import("#app/state/agent.ts");
  // Tools do not work with a picture in the prompt; with what was read off it they do.
  const job = pictures.length === 0 || !sees ? await askAgent(chatId, text, pictures) : null;
  return job ?? (await chats.send(text, pictures));
}
