/** @file The import under way: reading, then the preview to check before anything is stored. */
import { useId, useState, type ReactElement } from "react";
import { ZoneField } from "#app/calendar/ZoneField.tsx";
import { foundText, LIMITS_TEXT } from "#app/pictures/imported-text.ts";
import { Button } from "#app/ui/Button.tsx";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { imports, useImports } from "#app/state/imports.ts";
import type { ImportAnswers } from "#app/state/imports-state.ts";
import type { ImportQuestion, Person, Thread } from "#messages/message";
import type { ImportPreview } from "#workers/protocol";
import { commitImport } from "./import-actions.ts";
import { ImportIssues } from "./ImportIssues.tsx";
import { ImportPreviewText } from "./ImportPreviewText.tsx";
import { ImportQuestions } from "./ImportQuestions.tsx";
import { selfChoices } from "./preview-self.ts";
import { SelfField } from "./SelfField.tsx";
import { countText } from "./time-text.ts";

export interface ImportDialogProps {
  readonly onImported: (threadId: string) => void;
}

const NOBODY: readonly Person[] = [];
const NONE: readonly Thread[] = [];

const answer = (answers: ImportAnswers): void => void imports.answer(answers);
const cancel = (): void => void imports.cancel();

export function ImportDialog({ onImported }: ImportDialogProps): ReactElement {
  const intake = useImports((state) => state.intake);
  const known = useImports(({ list }) => (list.phase === "ready" ? list.threads : NONE));
  const reasonId = useId();
  const [keepPictures, setKeepPictures] = useState(true);
  const [self, setSelf] = useState<string | null>(null);
  if (intake.phase === "idle" || intake.phase === "failed")
    return (
      <Dialog title="Import" open={false} onClose={cancel}>
        {null}
      </Dialog>
    );

  const shown = intake.phase === "reading" ? intake.former : intake.preview;
  const people = shown ? selfChoices(shown, known) : NOBODY;
  const isAsked = (kind: ImportQuestion["kind"]): boolean =>
    intake.questions.some((question) => question.kind === kind);
  const unanswered =
    (intake.options.dateOrder === undefined && isAsked("date-order")) ||
    (intake.options.encoding === undefined && isAsked("encoding"));
  const save = async (): Promise<void> => {
    const chosen = people.find(({ id }) => id === self)?.id ?? null;
    const threadId = await commitImport(keepPictures, chosen);
    if (threadId !== null) onImported(threadId);
  };
  return (
    <Dialog
      title={shown ? "Check before importing" : "Reading…"}
      open
      onClose={cancel}
      footer={
        <>
          {shown && unanswered && <p id={reasonId}>Answer the question above first.</p>}
          <Button onClick={cancel} disabled={intake.phase === "saving" && intake.stopping}>
            {intake.phase === "saving" && intake.stopping ? "Stopping…" : "Cancel"}
          </Button>
          {shown && (
            <Button
              variant="primary"
              disabled={intake.phase !== "preview" || unanswered}
              aria-describedby={unanswered ? reasonId : undefined}
              onClick={() => void save()}
            >
              {intake.phase === "saving" ? "Importing…" : `Import ${whatIsImported(shown)}`}
            </Button>
          )}
        </>
      }
    >
      {intake.phase === "saving" && (
        <ProgressBar label={`Storing the ${intake.what}`} fraction={intake.fraction} />
      )}
      {intake.phase === "reading" && (
        <ProgressBar label={`Reading ${intake.source.fileName}`} fraction={intake.fraction} />
      )}
      {shown && (
        <>
          <ImportQuestions options={intake.options} questions={intake.questions} onAnswer={answer} />
          <ImportPreviewText preview={shown} />
          {shown.pictures && (
            <CheckboxField
              label={`Keep the pictures (${foundText(shown.pictures)})`}
              hint={LIMITS_TEXT}
              value={keepPictures}
              disabled={intake.phase === "saving"}
              onChange={setKeepPictures}
            />
          )}
          {people.length > 0 && (
            <SelfField people={people} value={self} disabled={intake.phase === "saving"} onChange={setSelf} />
          )}
          <ZoneField
            label="Time zone of the chat"
            hint="Exports hold the clock times of the phone, without its zone."
            value={intake.options.zone}
            onChange={(zone) => answer({ zone })}
          />
          <ImportIssues issues={shown.issues} />
          <p>Nothing is stored until you import. Everything stays on this device.</p>
        </>
      )}
    </Dialog>
  );
}

function whatIsImported({ sum, contacts }: ImportPreview): string {
  if (contacts) return countText(contacts.length, "contact");
  return countText(sum.added + sum.alreadyHere, "message");
}
