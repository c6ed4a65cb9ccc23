/** @file The import under way: reading, then the preview to check before anything is stored. */
import { useId, useState, type ReactElement } from "react";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { imports, useImports } from "#app/state/imports.ts";
import type { Intake } from "#app/state/imports-state.ts";
import type { ImportQuestion, Person, Thread } from "#messages/message";
import type { ImportPreview } from "#workers/protocol-imports";
import { commitImport } from "./import-actions.ts";
import { ImportPreviewFields, type ImportChoices } from "./ImportPreviewFields.tsx";
import { selfChoices } from "./preview-self.ts";
import { countText } from "./time-text.ts";

export interface ImportDialogProps {
  readonly onImported: (threadId: string) => void;
}

/** An import that is shown: being read, looked at or stored. */
type ShownIntake = Exclude<Intake, { readonly phase: "idle" | "failed" }>;

const NOBODY: readonly Person[] = [];
const NONE: readonly Thread[] = [];

const cancel = (): void => void imports.cancel();

export function ImportDialog({ onImported }: ImportDialogProps): ReactElement {
  const intake = useImports((state) => state.intake);
  const known = useImports(({ list }) => (list.phase === "ready" ? list.threads : NONE));
  const [choices, setChoices] = useState<ImportChoices>({ keepPictures: true, self: null });
  if (intake.phase === "idle" || intake.phase === "failed")
    return (
      <Dialog title="Import" open={false} onClose={cancel}>
        {null}
      </Dialog>
    );

  const preview = intake.phase === "reading" ? intake.former : intake.preview;
  const people = preview ? selfChoices(preview, known) : NOBODY;
  const save = async (): Promise<void> => {
    const chosen = people.find(({ id }) => id === choices.self)?.id ?? null;
    const threadId = await commitImport(choices.keepPictures, chosen);
    if (threadId !== null) onImported(threadId);
  };
  const { options, questions } = intake;
  return (
    <Dialog
      title={preview ? "Check before importing" : "Reading…"}
      open
      onClose={cancel}
      footer={<Footer intake={intake} preview={preview} onSave={() => void save()} />}
    >
      <Progress intake={intake} />
      {preview && (
        <ImportPreviewFields
          {...{ preview, options, questions, people, choices }}
          saving={intake.phase === "saving"}
          onChoose={setChoices}
        />
      )}
    </Dialog>
  );
}

function Progress({ intake }: { readonly intake: ShownIntake }): ReactElement | null {
  switch (intake.phase) {
    case "reading":
      return <ProgressBar label={`Reading ${intake.source.fileName}`} fraction={intake.fraction} />;
    case "saving":
      return <ProgressBar label={`Storing the ${intake.what}`} fraction={intake.fraction} />;
    case "preview":
      return null;
    default:
      return intake satisfies never;
  }
}

interface FooterProps {
  readonly intake: ShownIntake;
  readonly preview: ImportPreview | null;
  readonly onSave: () => void;
}

function Footer({ intake, preview, onSave }: FooterProps): ReactElement {
  const reasonId = useId();
  const unanswered = lacksAnswer(intake);
  const saving = intake.phase === "saving";
  const stopping = saving && intake.stopping;
  return (
    <>
      {preview && unanswered && <p id={reasonId}>Answer the question above first.</p>}
      <Button onClick={cancel} disabled={stopping}>
        {stopping ? "Stopping…" : "Cancel"}
      </Button>
      {preview && (
        <Button
          variant="primary"
          disabled={intake.phase !== "preview" || unanswered}
          aria-describedby={unanswered ? reasonId : undefined}
          onClick={onSave}
        >
          {saving ? "Importing…" : `Import ${whatIsImported(preview)}`}
        </Button>
      )}
    </>
  );
}

/** Without these the times or the letters of the messages are guesses. */
function lacksAnswer({ options, questions }: ShownIntake): boolean {
  const isAsked = (kind: ImportQuestion["kind"]): boolean =>
    questions.some((question) => question.kind === kind);
  return (
    (options.dateOrder === undefined && isAsked("date-order")) ||
    (options.encoding === undefined && isAsked("encoding"))
  );
}

function whatIsImported({ sum, contacts }: ImportPreview): string {
  if (contacts) return countText(contacts.length, "contact");
  return countText(sum.added + sum.alreadyHere, "message");
}
