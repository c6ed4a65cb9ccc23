/** @file The message field: grows with the text, sends, and stops the answer. */
import {
  lazy,
  Suspense,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactElement,
} from "react";
import { AttachButton } from "#app/pictures/AttachButton.tsx";
import { modelSees } from "#app/pictures/model-sees.ts";
import { stopAgent, useAgentStatus } from "#app/state/agent-status.ts";
import { chats, useChats } from "#app/state/chats.ts";
import { clearAttachments, readyPictures, useAttachments } from "#app/state/chats-attachments.ts";
import { loadComposerText, setComposerText, useComposerText } from "#app/state/composer-drafts.ts";
import { useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { navigate } from "#app/state/route.ts";
import { useSettings } from "#app/state/settings.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import styles from "./Composer.module.css";
import { COMPOSER_ID } from "./composer-id.ts";
import { isSendKey, pictureBlockedReason, sendBlockedReason } from "./composer-state.ts";

// Loaded with the first picture.
const AttachmentTray = lazy(() => import("#app/pictures/AttachmentTray.tsx"));
const SightNotice = lazy(() => import("#app/pictures/SightNotice.tsx"));

/** With the code that knows about imported messages, which the first paint does without. */
const ScopeBar = lazy(() => import("#app/agent/ScopeBar.tsx"));

/** Key code of every key that belongs to an input method; Safari sets `isComposing` too late. */
const COMPOSING_KEY_CODE = 229;

export function Composer({ chatId }: { readonly chatId: string | null }): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  // A second Enter while the first is still being handed over.
  const sending = useRef(false);
  const text = useComposerText(chatId);
  const sendKey = useSettings((settings) => settings.sendKey);
  const working = useAgentStatus((status) => status.working !== null);
  const answering = useChats((state) => state.answering !== null) || working;
  const attachments = useAttachments(chatId);
  const sees = useEngine((state) => modelSees(state.modelId));
  const notReady = useEngine((state) => sendBlockedReason(state.status));
  const blocked = pictureBlockedReason(attachments, sees) ?? notReady;
  useEffect(() => void loadComposerText(chatId), [chatId]);
  useLayoutEffect(() => fitToText(field.current));

  const sendable = blocked === null && !answering && text.trim() !== "";
  const send = async (): Promise<void> => {
    if (!sendable || sending.current) return;
    sending.current = true;
    try {
      const pictures = readyPictures(attachments);
      const { askAgent } = await import("#app/state/agent.ts");
      // Tools do not work with a picture in the prompt; with what was read off it they do.
      const job = pictures.length === 0 || !sees ? await askAgent(chatId, text.trim(), pictures) : null;
      const id = job ?? (await chats.send(text.trim(), pictures));
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
  const stop = working ? stopAgent : () => chats.stop();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === COMPOSING_KEY_CODE) return;
    if (!isSendKey(event, sendKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {attachments.length > 0 && (
        <Suspense fallback={null}>
          {attachments.some(({ phase }) => phase !== "refused") && (
            <SightNotice place="attached" chatId={chatId} />
          )}
          <AttachmentTray chatId={chatId} />
        </Suspense>
      )}
      <Suspense>
        <ScopeBar chatId={chatId} />
      </Suspense>
      <div className={styles.box}>
        <AttachButton />
        <label className="visually-hidden" htmlFor={COMPOSER_ID}>
          Message
        </label>
        <textarea
          ref={field}
          id={COMPOSER_ID}
          className={styles.field}
          rows={1}
          dir="auto"
          placeholder={attachments.length > 0 ? "Ask about the picture" : "Ask something"}
          enterKeyHint={sendKey === "enter" ? "send" : "enter"}
          aria-describedby={hintId}
          value={text}
          onChange={(event) => setComposerText(chatId, event.target.value)}
          onKeyDown={onKeyDown}
        />
        {answering ? (
          <IconButton label="Stop" icon="stop" variant="primary" onClick={stop} />
        ) : (
          <IconButton label="Send" icon="send" variant="primary" type="submit" disabled={!sendable} />
        )}
      </div>
      <p id={hintId} className={styles.hint}>
        {blocked ?? <Hint sendKey={sendKey} answering={answering} />}
      </p>
    </form>
  );
}

interface HintProps {
  readonly sendKey: "enter" | "mod-enter";
  readonly answering: boolean;
}

function Hint({ sendKey, answering }: HintProps): ReactElement {
  const keys = sendKey === "enter" ? "Enter sends, Shift+Enter makes a new line. " : "Ctrl+Enter sends. ";
  return (
    <>
      <span className={styles.keys}>{answering ? "Esc stops the answer. " : keys}</span>
      Small models are often wrong: check what matters.
    </>
  );
}

/** As tall as its text, up to the limit in the style sheet. */
function fitToText(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
