/** @file Where a draft comes from: the quoted messages, the words the date was read from, what was assumed. */
import type { ReactElement } from "react";
import type { EventDraft } from "#calendar/event-draft";
import { navigate } from "#app/state/route.ts";
import { Chip } from "#app/ui/Chip.tsx";
import styles from "./DraftEditor.module.css";

export function DraftSources({ draft }: { readonly draft: EventDraft }): ReactElement | null {
  const { sources, phrase, assumptions } = draft;
  if (sources.length === 0 && phrase === null && assumptions.length === 0) return null;
  return (
    <section aria-label="Where this comes from" className={styles.sources}>
      {sources.map(({ threadId, messageId, quote, chatId }, index) => (
        <blockquote key={messageId} className={styles.quote}>
          <bdi dir="auto">
            <Marked text={quote} phrase={phrase} />
          </bdi>{" "}
          {chatId === undefined ? (
            <Chip
              title="Go to the message"
              onClick={() => navigate({ view: "messages", threadId, messageId })}
            >
              Source {index + 1}
            </Chip>
          ) : (
            <Chip title="Go to the picture" onClick={() => navigate({ view: "chat", chatId })}>
              Picture
            </Chip>
          )}
        </blockquote>
      ))}
      {assumptions.length > 0 && (
        <ul aria-label="Assumptions" className={styles.assumptions}>
          {assumptions.map((assumption) => (
            <li key={assumption}>{assumption}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The quote with the words of the date set apart. */
function Marked({ text, phrase }: { readonly text: string; readonly phrase: string | null }): ReactElement {
  const at = phrase === null ? -1 : text.indexOf(phrase);
  if (phrase === null || at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark>{phrase}</mark>
      {text.slice(at + phrase.length)}
    </>
  );
}
