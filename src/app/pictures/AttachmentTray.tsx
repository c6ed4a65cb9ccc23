/** @file The pictures that go with the next question: small, with name and size, to describe, cut or take out. */
import { useState, type ReactElement } from "react";
import { explainError } from "#app/error-text.ts";
import { formatBytes } from "#app/format.ts";
import {
  cropPicture,
  describeAttachment,
  removeAttachment,
  useAttachments,
  type Attachment,
} from "#app/state/chats-attachments.ts";
import { Button } from "#app/ui/Button.tsx";
import { IconButton } from "#app/ui/IconButton.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { attachToChat } from "./attach-pictures.ts";
import styles from "./AttachmentTray.module.css";
import { pictureFacts } from "./picture-text.ts";
import { PictureDialog } from "./PictureDialog.tsx";
import { ReadTextField } from "./ReadTextField.tsx";
import { Thumbnail } from "./Thumbnail.tsx";

export default function AttachmentTray({ chatId }: { readonly chatId: string | null }): ReactElement | null {
  const attachments = useAttachments(chatId);
  const [openKey, setOpenKey] = useState<number | null>(null);
  if (attachments.length === 0) return null;
  const opened = attachments.find(({ key }) => key === openKey);
  const refused = attachments.filter((one) => one.phase === "refused");
  const taken = attachments.filter((one) => one.phase !== "refused");
  return (
    <div className={styles.tray}>
      {refused.map((one) => (
        <Refused key={one.key} attachment={one} onDismiss={() => removeAttachment(chatId, one.key)} />
      ))}
      {taken.length > 0 && (
        <ul className={styles.chips} aria-label="Pictures for the next question">
          {taken.map((one) => (
            <li key={one.key} className={styles.chip}>
              <Content attachment={one} onOpen={() => setOpenKey(one.key)} />
              <IconButton
                label={`Remove ${one.name}`}
                icon="close"
                onClick={() => removeAttachment(chatId, one.key)}
              />
            </li>
          ))}
        </ul>
      )}
      {taken.map(
        (one) => one.phase === "ready" && <ReadTextField key={one.key} chatId={chatId} attachment={one} />,
      )}
      {opened?.phase === "ready" && (
        <PictureDialog
          picture={opened.picture}
          onClose={() => setOpenKey(null)}
          onDescribe={(alt) => describeAttachment(chatId, opened.key, { alt })}
          onAskPart={async (region) => {
            attachToChat(chatId, [await cropPicture(opened.bytes, region, opened)]);
          }}
        />
      )}
    </div>
  );
}

function Content({
  attachment,
  onOpen,
}: {
  readonly attachment: Attachment;
  readonly onOpen: () => void;
}): ReactElement {
  const { name, sizeBytes } = attachment;
  const facts = attachment.phase === "ready" ? pictureFacts(attachment.picture) : formatBytes(sizeBytes);
  const words = (
    <span className={styles.words}>
      <bdi className={styles.name} dir="auto">
        {name}
      </bdi>
      <span className={styles.facts}>{attachment.phase === "opening" ? "Opening…" : facts}</span>
    </span>
  );
  if (attachment.phase !== "ready")
    return (
      <span className={styles.content} aria-busy="true">
        <span className={styles.thumbnail} />
        {words}
      </span>
    );
  return (
    <button
      type="button"
      className={styles.content}
      title="Describe it, or ask about a part"
      onClick={onOpen}
    >
      <Thumbnail picture={attachment.picture} className={styles.thumbnail} decorative />
      {words}
      {attachment.picture.alt !== "" && <span className={styles.alt}>{attachment.picture.alt}</span>}
    </button>
  );
}

function Refused({
  attachment,
  onDismiss,
}: {
  readonly attachment: Extract<Attachment, { phase: "refused" }>;
  readonly onDismiss: () => void;
}): ReactElement {
  const { title, cause, nextStep } = explainError(attachment.error);
  return (
    <Notice
      kind="error"
      title={`${attachment.name}: ${title}`}
      actions={<Button onClick={onDismiss}>Dismiss</Button>}
    >
      {cause} {nextStep}
    </Notice>
  );
}
