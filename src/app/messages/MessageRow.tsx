/** @file One message: who, when, what, what is odd about it, and "Draft an invite". */
import { memo, type ReactElement } from "react";
import type { Message, Person } from "#messages/message";
import { AttachmentChip } from "#app/pictures/AttachmentChip.tsx";
import { startRewriting } from "#app/state/rewrite-state.ts";
import { Chip } from "#app/ui/Chip.tsx";
import { classes } from "#app/ui/classes.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { canDraftFrom, flagTexts, placeholderText } from "./message-text.ts";
import type { FeedRow } from "./feed-rows.ts";
import styles from "./MessageRow.module.css";
import { clockText, momentText } from "./time-text.ts";

export interface MessageRowProps {
  readonly row: FeedRow;
  readonly sender: Person | undefined;
  readonly total: number;
  readonly highlighted: boolean;
  readonly onDraft: (message: Message) => void;
}

function Row({ row, sender, total, highlighted, onDraft }: MessageRowProps): ReactElement {
  const { message, index, day, continues } = row;
  const moment = momentText(message.time);
  const clock = clockText(message.time);
  const name = sender?.name ?? (message.kind === "system" ? "System line" : "Unknown sender");
  return (
    <>
      {day !== null && <h3 className={styles.day}>{day}</h3>}
      <article
        tabIndex={-1}
        data-message-id={message.id}
        aria-label={[name, moment].filter(Boolean).join(", ")}
        aria-posinset={index + 1}
        aria-setsize={total}
        {...(highlighted ? { "aria-current": "true" as const } : {})}
        className={classes(
          styles.row,
          message.kind === "system" && styles.system,
          sender?.isSelf && styles.self,
          continues && styles.continues,
        )}
      >
        {message.kind !== "system" && !continues && (
          <bdi dir="auto" className={styles.name}>
            {name}
            {sender?.isSelf && " (you)"}
          </bdi>
        )}
        <Body message={message} />
        {clock !== null && (
          <time className={styles.time} dateTime={message.time?.local}>
            {clock}
          </time>
        )}
        {canDraftFrom(message) && <Actions message={message} onDraft={onDraft} />}
      </article>
    </>
  );
}

function Actions({
  message,
  onDraft,
}: Pick<MessageRowProps, "onDraft"> & { readonly message: Message }): ReactElement {
  return (
    <span className={styles.actions}>
      <button type="button" className={styles.draft} onClick={() => startRewriting(message.text)}>
        <Icon name="pencil" />
        <span className={styles.draftText}>Rewrite</span>
      </button>
      <button type="button" className={styles.draft} onClick={() => onDraft(message)}>
        <Icon name="calendar" />
        <span className={styles.draftText}>Draft an invite</span>
      </button>
    </span>
  );
}

function Body({ message }: { readonly message: Message }): ReactElement {
  const placeholder = placeholderText(message);
  const { attachments } = message;
  const flags = flagTexts(message.flags);
  return (
    <div className={styles.body}>
      {message.quoted !== undefined && <Folded title="Quoted text" text={message.quoted} />}
      {message.text !== "" && (
        <bdi dir="auto" className={styles.text}>
          {message.text}
        </bdi>
      )}
      {message.hiddenText !== undefined && (
        <Folded title="Text that could not be seen" text={message.hiddenText} />
      )}
      {placeholder !== null && <em className={styles.placeholder}>{placeholder}</em>}
      {attachments.length + flags.length > 0 && (
        <div className={styles.chips}>
          {attachments.map((attachment) => (
            <AttachmentChip key={attachment.id} threadId={message.threadId} attachment={attachment} />
          ))}
          {flags.map((chip) => (
            <Chip key={chip.text} title={chip.title}>
              {chip.text}
            </Chip>
          ))}
        </div>
      )}
    </div>
  );
}

/** What is not the message itself: shown when asked for. */
function Folded({ title, text }: { readonly title: string; readonly text: string }): ReactElement {
  return (
    <details className={styles.folded}>
      <summary>{title}</summary>
      <bdi dir="auto" className={styles.text}>
        {text}
      </bdi>
    </details>
  );
}

export const MessageRow = memo(Row);
