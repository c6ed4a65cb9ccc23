/** @file What was read off a picture of a question that was asked, and the invite that can be made of it. */
import type { ReactElement } from "react";
import { looksLikeInjection } from "#messages/injection";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import type { Turn } from "#storage/conversations";
import type { TurnPicture } from "#storage/pictures";
import { draftFromPicture } from "./draft-from-picture.ts";
import styles from "./ReadText.module.css";
import { AimedAtAssistants } from "./ReadTextField.tsx";
import { readTitle } from "./reading-text.ts";

export interface ReadTextQuoteProps {
  readonly turn: Turn;
  readonly picture: TurnPicture;
}

export function ReadTextQuote({ turn, picture }: ReadTextQuoteProps): ReactElement | null {
  const { read, name, id } = picture;
  if (read === undefined) return null;
  const { conversationId, createdAt } = turn;
  return (
    <details className={styles.read}>
      <summary>{readTitle(name, read)}</summary>
      <blockquote className={styles.quote} dir="auto">
        {read.text}
      </blockquote>
      {looksLikeInjection(read.text) && <AimedAtAssistants />}
      {read.text.trim() !== "" && (
        <Button
          onClick={() =>
            void draftFromPicture({ id, conversationId, createdAt, text: read.text }).catch(reportFailure)
          }
        >
          <Icon name="calendar" />
          Draft an invite from this text
        </Button>
      )}
    </details>
  );
}
