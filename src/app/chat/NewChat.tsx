/** @file An empty chat: what to try. */
import type { ReactElement } from "react";
import { pickPictures } from "#app/pictures/attach-pictures.ts";
import { useAttachments } from "#app/state/chats-attachments.ts";
import { setComposerText } from "#app/state/composer-drafts.ts";
import { routeHref } from "#app/state/route.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { COMPOSER_ID } from "./composer-id.ts";
import styles from "./NewChat.module.css";

/** Within reach of a small model. */
const PROMPTS = [
  "Write a short thank-you note to a neighbour who watered my plants.",
  "Give me five names for a neighbourhood book club.",
  "Rewrite more politely: I can't come, find someone else.",
];

export function NewChat(): ReactElement {
  const attached = useAttachments(null).length > 0;
  // What a person has brought needs the room, on phones above all.
  if (attached) {
    return (
      <div className={styles.empty}>
        <h1>What would you like to know about it?</h1>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <h1>What can I help with?</h1>
      <ul className={styles.prompts}>
        {PROMPTS.map((prompt) => (
          <li key={prompt}>
            <button type="button" className={styles.card} onClick={() => tryPrompt(prompt)}>
              {prompt}
            </button>
          </li>
        ))}
        <li>
          <button type="button" className={styles.card} onClick={() => pickPictures("files")}>
            <Icon name="picture" />
            Ask about a picture: drop it here, paste it or choose it
          </button>
        </li>
        <li>
          <a className={styles.card} href={routeHref({ view: "messages", threadId: null, messageId: null })}>
            <Icon name="messages" />
            Summarise a conversation or find its action items
          </a>
        </li>
      </ul>
    </div>
  );
}

function tryPrompt(prompt: string): void {
  setComposerText(null, prompt);
  document.getElementById(COMPOSER_ID)?.focus();
}
