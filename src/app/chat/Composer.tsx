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
import { useAttachments } from "#app/state/chats-attachments.ts";
import { loadComposerText, setComposerText, useComposerText } from "#app/state/composer-drafts.ts";
import { useSettings } from "#app/state/settings.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import styles from "./Composer.module.css";
import { COMPOSER_ID, focusComposer } from "./composer-id.ts";
import { isSendKey } from "./composer-state.ts";
import { useSend } from "./use-send.ts";

// Loaded with the first picture.
const AttachmentTray = lazy(() => import("#app/pictures/AttachmentTray.tsx"));
const SightNotice = lazy(() => import("#app/pictures/SightNotice.tsx"));

/** With the code that knows about imported messages, which the first paint does without. */
const ScopeBar = lazy(() => import("#app/agent/ScopeBar.tsx"));

/** Key code of every key that belongs to an input method; Safari sets `isComposing` too late. */
const COMPOSING_KEY_CODE = 229;

export function Composer({ chatId }: { readonly chatId: string | null }): ReactElement {
  const hintId = useId();
  const sendKey = useSettings((settings) => settings.sendKey);
  const { answering, blocked, sendable, send, stop } = useSend(chatId);
  const stopHere = (): void => {
    // The button is gone then.
    focusComposer();
    stop();
  };
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        focusComposer();
        void send();
      }}
    >
      <Pictures key={chatId} chatId={chatId} />
      <Suspense>
        <ScopeBar key={chatId} chatId={chatId} />
      </Suspense>
      <div className={styles.box}>
        <AttachButton />
        <Field chatId={chatId} hintId={hintId} onSend={() => void send()} />
        {answering ? (
          <IconButton label="Stop" icon="stop" variant="primary" onClick={stopHere} />
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

/** What lies beside the message field. */
function Pictures({ chatId }: { readonly chatId: string | null }): ReactElement | null {
  const attachments = useAttachments(chatId);
  if (attachments.length === 0) return null;
  return (
    <Suspense fallback={null}>
      {attachments.some(({ phase }) => phase !== "refused") && (
        <SightNotice place="attached" chatId={chatId} />
      )}
      <AttachmentTray chatId={chatId} />
    </Suspense>
  );
}

interface FieldProps {
  readonly chatId: string | null;
  readonly hintId: string;
  readonly onSend: () => void;
}

function Field({ chatId, hintId, onSend }: FieldProps): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useComposerText(chatId);
  const sendKey = useSettings((settings) => settings.sendKey);
  const hasPictures = useAttachments(chatId).length > 0;
  useEffect(() => void loadComposerText(chatId), [chatId]);
  useLayoutEffect(() => fitToText(field.current));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === COMPOSING_KEY_CODE) return;
    if (!isSendKey(event, sendKey)) return;
    event.preventDefault();
    onSend();
  };
  return (
    <>
      <label className="visually-hidden" htmlFor={COMPOSER_ID}>
        Message
      </label>
      <textarea
        ref={field}
        id={COMPOSER_ID}
        className={styles.field}
        rows={1}
        dir="auto"
        placeholder={hasPictures ? "Ask about the picture" : "Ask something"}
        enterKeyHint={sendKey === "enter" ? "send" : "enter"}
        aria-describedby={hintId}
        value={text}
        onChange={(event) => setComposerText(chatId, event.target.value)}
        onKeyDown={onKeyDown}
      />
    </>
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
