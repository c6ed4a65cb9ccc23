/** @file A file that a message names; a picture that was kept opens. */
import type { ReactElement } from "react";
import type { Attachment, Id } from "#messages/message";
import { attachmentText } from "#app/messages/message-text.ts";
import { Chip } from "#app/ui/Chip.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import { openKept, useIsKept } from "./kept-pictures.ts";

export interface AttachmentChipProps {
  readonly threadId: Id;
  readonly attachment: Attachment;
}

export function AttachmentChip({ threadId, attachment }: AttachmentChipProps): ReactElement {
  const isKept = useIsKept(attachment.id);
  const { text, title } = attachmentText(attachment);
  if (!isKept) return <Chip title={title}>{text}</Chip>;
  return (
    <Chip title="Open this picture" onClick={() => void openKept(threadId, attachment)}>
      <Icon name="picture" />
      <bdi dir="auto">{text}</bdi>
    </Chip>
  );
}
