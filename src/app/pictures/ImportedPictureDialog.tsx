/** @file A picture of an imported message, large, to ask about in a new chat. */
import type { ReactElement } from "react";
import { cropPicture } from "#app/state/chats-attachments.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { attachPictures } from "./attach-pictures.ts";
import { closeKept, type OpenedPicture } from "./kept-pictures.ts";
import { PictureDialog } from "./PictureDialog.tsx";

export default function ImportedPictureDialog({ opened }: { readonly opened: OpenedPicture }): ReactElement {
  if (opened.phase !== "ready")
    return (
      <Dialog title={opened.name} open onClose={closeKept}>
        {opened.phase === "opening" ? <p>Opening…</p> : <ErrorNotice error={opened.error} />}
      </Dialog>
    );
  const { picture, bytes } = opened;
  return (
    <PictureDialog
      picture={picture}
      onClose={closeKept}
      onAskWhole={() => {
        closeKept();
        attachPictures([new File([bytes], picture.name, { type: bytes.type })]);
      }}
      onAskPart={async (region) => attachPictures([await cropPicture(bytes, region, picture)])}
    />
  );
}
