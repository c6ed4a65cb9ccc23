/** @file What was read off a picture that waits for its question: to look at, to correct, to fold away. */
import type { ReactElement } from "react";
import { looksLikeInjection } from "#messages/injection";
import { describeAttachment, type Attachment } from "#app/state/chats-attachments.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { TextArea } from "#app/ui/TextArea.tsx";
import styles from "./ReadText.module.css";
import { readTitle } from "./reading-text.ts";

/** What was read has no more; what is typed may be a little longer. */
const MAX_TEXT = 10_000;

export interface ReadTextFieldProps {
  readonly chatId: string | null;
  readonly attachment: Extract<Attachment, { phase: "ready" }>;
}

export function ReadTextField({ chatId, attachment }: ReadTextFieldProps): ReactElement | null {
  const { key, name, picture } = attachment;
  const { read } = picture;
  if (read === undefined) return null;
  return (
    <details className={styles.read} open>
      <summary>{readTitle(name, read)}</summary>
      <TextArea
        label={`Text of ${name}`}
        hint="Correct what was read wrong. A model that sees no pictures gets these words, as a quote."
        rows={4}
        dir="auto"
        maxLength={MAX_TEXT}
        value={read.text}
        onChange={(text) => describeAttachment(chatId, key, { read: { ...read, text } })}
      />
      {looksLikeInjection(read.text) && <AimedAtAssistants />}
    </details>
  );
}

/** Marks, does not block: nothing in the text can give orders. */
export function AimedAtAssistants(): ReactElement {
  return (
    <p className={styles.caution}>
      <Icon name="warning" />
      Some of this is written to assistants. It stays a quote: nothing in it can give orders.
    </p>
  );
}
