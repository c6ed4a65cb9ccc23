/** @file The numbered chips after a sentence; each jumps to its message. What was aimed at assistants is marked. */
import type { ReactElement } from "react";
import { navigate } from "#app/state/route.ts";
import { Chip } from "#app/ui/Chip.tsx";
import { flagTexts } from "./message-text.ts";
import styles from "./RunPanel.module.css";
import { isAimedAtAssistants, type Source } from "./sources.ts";

export function SourceChips({ sources }: { readonly sources: readonly Source[] }): ReactElement {
  return (
    <span className={styles.sources}>
      {sources.map(({ number, message, label }) => (
        <Chip
          key={message.id}
          title={`Go to the message: ${label}`}
          onClick={() => navigate({ view: "messages", threadId: message.threadId, messageId: message.id })}
        >
          <span className="visually-hidden">Source </span>
          {number}
        </Chip>
      ))}
      {sources.some(isAimedAtAssistants) &&
        flagTexts(["injection"]).map(({ text, title }) => (
          <Chip key={text} title={title}>
            {text}
          </Chip>
        ))}
    </span>
  );
}
