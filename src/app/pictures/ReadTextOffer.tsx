/** @file Reading the text of a picture, for a model that sees none: the language, the click, how far it is, and Stop. */
import type { ReactElement } from "react";
import { LANGUAGES, type Language } from "#calendar/resolution";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import {
  readAttachments,
  setReadingLanguage,
  stopReading,
  usePictureReading,
} from "#app/state/picture-reading.ts";
import { Button } from "#app/ui/Button.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { SelectField, type SelectOption } from "#app/ui/SelectField.tsx";
import { languageName, readingStep } from "./reading-text.ts";
import styles from "./ReadText.module.css";

const OPTIONS: readonly SelectOption<Language>[] = LANGUAGES.map((value) => ({
  value,
  label: languageName(value),
}));

export interface ReadTextOfferProps {
  readonly chatId: string | null;
  /** Null = none of them was read yet. */
  readonly readIn: Language | null;
}

export function ReadTextOffer({ chatId, readIn }: ReadTextOfferProps): ReactElement {
  const { reading, language } = usePictureReading();
  const here = reading.phase !== "idle" && reading.chatId === chatId ? reading : null;
  if (here?.phase === "reading") {
    const { label, detail } = readingStep(here.name, here.part);
    return (
      <div className={styles.progress}>
        <ProgressBar
          label={label}
          fraction={here.part?.phase === "reading" ? here.part.fraction : null}
          detail={detail}
        />
        <Button onClick={stopReading}>Stop reading</Button>
      </div>
    );
  }
  return (
    <>
      {here?.phase === "failed" && (
        <ErrorNotice error={here.error} onRetry={() => void readAttachments(chatId)} />
      )}
      <div className={styles.offer}>
        <SelectField
          label="Language of the text"
          value={language}
          options={OPTIONS}
          onChange={setReadingLanguage}
        />
        {readIn !== language && (
          <Button
            variant={readIn === null ? "primary" : "plain"}
            disabled={reading.phase === "reading"}
            onClick={() => void readAttachments(chatId)}
          >
            {readIn === null ? "Read the text in the picture" : `Read it again in ${languageName(language)}`}
          </Button>
        )}
      </div>
    </>
  );
}
