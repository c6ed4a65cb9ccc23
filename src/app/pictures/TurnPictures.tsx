/** @file The pictures of a question that was asked. */
import { useState, type ReactElement } from "react";
import type { Turn } from "#storage/conversations";
import type { TurnPicture } from "#storage/pictures";
import { askPart } from "./ask-part.ts";
import { pictureFacts } from "./picture-text.ts";
import { PictureDialog } from "./PictureDialog.tsx";
import { ReadTextQuote } from "./ReadTextQuote.tsx";
import { Thumbnail } from "./Thumbnail.tsx";
import styles from "./TurnPictures.module.css";

export default function TurnPictures({ turn }: { readonly turn: Turn }): ReactElement | null {
  const { pictures = [], conversationId } = turn;
  const [opened, setOpened] = useState<TurnPicture | null>(null);
  if (pictures.length === 0) return null;
  return (
    <>
      <ul className={styles.pictures} aria-label="Pictures of this question">
        {pictures.map((picture) => (
          <li key={picture.id}>
            <button
              type="button"
              className={styles.button}
              title={`${picture.name}, ${pictureFacts(picture)}. Open it to ask about a part`}
              onClick={() => setOpened(picture)}
            >
              <Thumbnail picture={picture} className={styles.image} />
            </button>
          </li>
        ))}
      </ul>
      {pictures.map((picture) => (
        <ReadTextQuote key={picture.id} turn={turn} picture={picture} />
      ))}
      {opened && (
        <PictureDialog
          picture={opened}
          onClose={() => setOpened(null)}
          onAskPart={(region) => askPart(conversationId, opened, region)}
        />
      )}
    </>
  );
}
