/** @file What is about to be imported, with the answers that a person may change before it is stored. */
import type { ReactElement } from "react";
import { ZoneField } from "#app/calendar/ZoneField.tsx";
import { foundText, LIMITS_TEXT } from "#app/pictures/imported-text.ts";
import { imports } from "#app/state/imports.ts";
import type { ImportAnswers } from "#app/state/imports-state.ts";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import type { ImportOptions, ImportQuestion, Person } from "#messages/message";
import type { ImportPreview } from "#workers/protocol-imports";
import { ImportIssues } from "./ImportIssues.tsx";
import { ImportPreviewText } from "./ImportPreviewText.tsx";
import { ImportQuestions } from "./ImportQuestions.tsx";
import { SelfField } from "./SelfField.tsx";

/** What is chosen beside the answers, which have the file read again. */
export interface ImportChoices {
  readonly keepPictures: boolean;
  /** Id of the person who is "me"; null = not said. */
  readonly self: string | null;
}

export interface ImportPreviewFieldsProps {
  readonly preview: ImportPreview;
  readonly options: ImportOptions;
  readonly questions: readonly ImportQuestion[];
  /** Those who may be "me"; empty where it is not asked. */
  readonly people: readonly Person[];
  readonly choices: ImportChoices;
  readonly saving: boolean;
  readonly onChoose: (choices: ImportChoices) => void;
}

const answer = (answers: ImportAnswers): void => void imports.answer(answers);

export function ImportPreviewFields(props: ImportPreviewFieldsProps): ReactElement {
  const { preview, options, questions, people, choices, saving, onChoose } = props;
  return (
    <>
      <ImportQuestions options={options} questions={questions} onAnswer={answer} />
      <ImportPreviewText preview={preview} />
      {preview.pictures && (
        <CheckboxField
          label={`Keep the pictures (${foundText(preview.pictures)})`}
          hint={LIMITS_TEXT}
          value={choices.keepPictures}
          disabled={saving}
          onChange={(keepPictures) => onChoose({ ...choices, keepPictures })}
        />
      )}
      {people.length > 0 && (
        <SelfField
          people={people}
          value={choices.self}
          disabled={saving}
          onChange={(self) => onChoose({ ...choices, self })}
        />
      )}
      <ZoneField
        label="Time zone of the chat"
        hint="Exports hold the clock times of the phone, without its zone."
        value={options.zone}
        onChange={(zone) => answer({ zone })}
      />
      <ImportIssues issues={preview.issues} />
      <p>Nothing is stored until you import. Everything stays on this device.</p>
    </>
  );
}
