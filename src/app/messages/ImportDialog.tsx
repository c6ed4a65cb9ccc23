/** @file The import under way: reading, then the preview to check before anything is stored. */
import type { ReactElement } from "react";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { imports, useImports } from "#app/state/imports.ts";
import type { ImportPreview } from "#workers/protocol";
import { commitImport } from "./import-actions.ts";
import { ImportIssues } from "./ImportIssues.tsx";
import { ImportPreviewText } from "./ImportPreviewText.tsx";
import { ImportQuestions } from "./ImportQuestions.tsx";
import { countText } from "./time-text.ts";

export interface ImportDialogProps {
  readonly onImported: (threadId: string) => void;
}

const cancel = (): void => void imports.cancel();

export function ImportDialog({ onImported }: ImportDialogProps): ReactElement {
  const intake = useImports((state) => state.intake);
  if (intake.phase === "idle" || intake.phase === "failed")
    return (
      <Dialog title="Import" open={false} onClose={cancel}>
        {null}
      </Dialog>
    );

  const shown = intake.phase === "reading" ? intake.former : intake.preview;
  const unanswered =
    intake.options.dateOrder === undefined && intake.questions.some(({ kind }) => kind === "date-order");
  const save = async (): Promise<void> => {
    const threadId = await commitImport();
    if (threadId !== null) onImported(threadId);
  };
  return (
    <Dialog
      title={shown ? "Check before importing" : "Reading…"}
      open
      onClose={cancel}
      footer={
        <>
          <Button onClick={cancel} disabled={intake.phase === "saving" && intake.stopping}>
            {intake.phase === "saving" && intake.stopping ? "Stopping…" : "Cancel"}
          </Button>
          {shown && (
            <Button
              variant="primary"
              disabled={intake.phase !== "preview" || unanswered}
              onClick={() => void save()}
            >
              {intake.phase === "saving" ? "Importing…" : `Import ${countText(totalCount(shown), "message")}`}
            </Button>
          )}
        </>
      }
    >
      {intake.phase === "saving" && <ProgressBar label="Storing the messages" fraction={intake.fraction} />}
      {intake.phase === "reading" && (
        <ProgressBar label={`Reading ${intake.source.fileName}`} fraction={intake.fraction} />
      )}
      {shown && (
        <>
          <ImportPreviewText preview={shown} />
          <ImportQuestions
            options={intake.options}
            questions={intake.questions}
            onAnswer={(answers) => void imports.answer(answers)}
          />
          <ImportIssues issues={shown.issues} />
          <p>Nothing is stored until you import. Everything stays on this device.</p>
        </>
      )}
    </Dialog>
  );
}

function totalCount(preview: ImportPreview): number {
  return preview.threads.reduce((sum, thread) => sum + thread.count, 0);
}
