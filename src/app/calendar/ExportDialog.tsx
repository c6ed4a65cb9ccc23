/** @file One calendar file of several drafts, with the ways in which it can be written. */
import { useId, useState, type ReactElement } from "react";
import type { EventDraft } from "#calendar/event-draft";
import type { IcsOptions } from "#calendar/ics-entry";
import { mailAddress } from "#calendar/ics-uri";
import { countText } from "#app/messages/time-text.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { drafts as draftsState } from "#app/state/drafts.ts";
import { toFailure, type Failure } from "#app/state/engine-status.ts";
import { settingsStore } from "#app/state/settings.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { toast } from "#app/ui/toast.ts";
import styles from "./ExportDialog.module.css";
import { exportRows, type ExportRow } from "./export-choice.ts";
import { ExportOptions, type ExportSettings } from "./ExportOptions.tsx";
import { whenText } from "./draft-form.ts";

export interface ExportDialogProps {
  readonly drafts: readonly EventDraft[];
  readonly open: boolean;
  readonly onClose: () => void;
}

const FIRST_SETTINGS: ExportSettings = { times: "zone", tasksAs: "todo", organizer: "" };

export function ExportDialog({ drafts, open, onClose }: ExportDialogProps): ReactElement {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [settings, setSettings] = useState(FIRST_SETTINGS);
  const [error, setError] = useState<Failure | null>(null);
  const rows = exportRows(drafts, settings.tasksAs);
  const chosen = rows.filter(({ draft, problem }) => problem === null && !left.has(draft.id));
  const save = async (): Promise<void> => {
    setError(null);
    try {
      const chosenDrafts = chosen.map(({ draft }) => draft);
      if (await saveFile(chosenDrafts, settings)) onClose();
    } catch (failure) {
      setError(toFailure(failure));
    }
  };
  return (
    <Dialog
      title="Export drafts"
      open={open}
      onClose={onClose}
      footer={
        <Button variant="primary" disabled={chosen.length === 0} onClick={() => void save()}>
          Save {chosen.length} as .ics
        </Button>
      }
    >
      <div className={styles.content}>
        {error && <ErrorNotice error={error} onDismiss={() => setError(null)} />}
        <Rows rows={rows} left={left} onChange={setLeft} />
        <ExportOptions
          settings={settings}
          hasTasks={drafts.some(({ kind }) => kind === "task")}
          isSingle={chosen.length === 1 && chosen[0]?.draft.kind === "event"}
          onChange={setSettings}
        />
      </div>
    </Dialog>
  );
}

/** @returns false when it was called off. @throws AppError as `Drafts.export` */
async function saveFile(chosen: readonly EventDraft[], settings: ExportSettings): Promise<boolean> {
  if ((await draftsState.export(chosen, optionsOf(settings))) === "cancelled") return false;
  toast(`${countText(chosen.length, "entry").replace("entrys", "entries")} saved as a calendar file.`);
  return true;
}

interface RowsProps {
  readonly rows: readonly ExportRow[];
  /** Ids of drafts that are left out. */
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

function Rows({ rows, left, onChange }: RowsProps): ReactElement {
  return (
    <fieldset className={styles.rows}>
      <legend>Entries of the file</legend>
      {rows.map((row) => (
        <Row
          key={row.draft.id}
          row={row}
          checked={row.problem === null && !left.has(row.draft.id)}
          onToggle={() => onChange(toggled(left, row.draft.id))}
        />
      ))}
    </fieldset>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

function optionsOf({ times, tasksAs, organizer }: ExportSettings): Omit<IcsOptions, "now"> {
  const address = mailAddress(organizer);
  return {
    includeQuotes: settingsStore.getState().quotesInCalendar,
    times,
    tasksAs,
    ...(address === null ? {} : { organizer: address }),
  };
}

function Row({
  row: { draft, problem },
  checked,
  onToggle,
}: {
  readonly row: ExportRow;
  readonly checked: boolean;
  readonly onToggle: () => void;
}): ReactElement {
  const id = useId();
  return (
    <div className={styles.row}>
      <input id={id} type="checkbox" checked={checked} disabled={problem !== null} onChange={onToggle} />
      <label htmlFor={id}>
        <bdi dir="auto" className={styles.title}>
          {draft.title || "Untitled"}
        </bdi>
        <span className={styles.about}>{problem ?? whenText(draft)}</span>
      </label>
    </div>
  );
}
