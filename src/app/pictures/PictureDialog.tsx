/** @file One picture, large: its description, and a part of it to ask about. */
import { useState, type ReactElement, type ReactNode } from "react";
import type { PictureRegion } from "#workers/protocol-pictures";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import type { TurnPicture } from "#storage/pictures";
import styles from "./PictureDialog.module.css";
import { pictureFacts } from "./picture-text.ts";
import { hasArea } from "./region.ts";
import { RegionPicker } from "./RegionPicker.tsx";

/** Longer ones are no help to a listener. */
const MAX_DESCRIPTION = 300;

export interface PictureDialogProps {
  readonly picture: TurnPicture;
  readonly onClose: () => void;
  /** Without it the description is only shown. */
  readonly onDescribe?: (alt: string) => void;
  /** Marked when it opens. */
  readonly marked?: PictureRegion | undefined;
  /** Drawn over the picture. */
  readonly overlay?: ReactNode;
  /** Without it the whole picture can't be asked about: it is beside the message field, or was asked about before. */
  readonly onAskWhole?: () => void;
  readonly onAskPart: (region: PictureRegion) => Promise<void>;
}

export function PictureDialog(props: PictureDialogProps): ReactElement {
  const { picture, onClose, onDescribe, onAskWhole, onAskPart, marked, overlay } = props;
  const [region, setRegion] = useState<PictureRegion | null>(marked ?? null);
  const chosen = region !== null && hasArea(region) ? region : null;
  const ask = (): void => {
    if (!chosen) return;
    onClose();
    onAskPart(chosen).catch(reportFailure);
  };
  return (
    <Dialog
      title={picture.name}
      open
      onClose={onClose}
      footer={
        <>
          {region && <Button onClick={() => setRegion(null)}>Whole picture</Button>}
          {onAskWhole && !region && (
            <Button variant="primary" onClick={onAskWhole}>
              Ask about this picture
            </Button>
          )}
          <Button variant={onAskWhole && !region ? "plain" : "primary"} disabled={!chosen} onClick={ask}>
            Ask about this part
          </Button>
        </>
      }
    >
      <RegionPicker picture={picture} region={region} overlay={overlay} onChange={setRegion} />
      <p className={styles.facts}>{pictureFacts(picture)}</p>
      {onDescribe ? (
        <TextField
          label="Description"
          hint="For people who can't see the picture, and for models that can't."
          maxLength={MAX_DESCRIPTION}
          value={picture.alt}
          onChange={onDescribe}
        />
      ) : (
        picture.alt !== "" && <p>{picture.alt}</p>
      )}
    </Dialog>
  );
}
