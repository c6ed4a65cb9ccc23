/** @file Start, end and zone of a draft. */
import type { ReactElement } from "react";
import type { DraftChange } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { settingsStore } from "#app/state/settings.ts";
import { TextField } from "#app/ui/TextField.tsx";
import { joinMoment, splitMoment, withStart, type Moment } from "./draft-fields.ts";
import type { DraftErrors } from "./draft-form.ts";
import styles from "./DraftEditor.module.css";
import { ZoneField } from "./ZoneField.tsx";

export interface WhenFieldsProps {
  readonly draft: EventDraft;
  readonly errors: DraftErrors;
  readonly onChange: (change: DraftChange) => void;
}

export function WhenFields({ draft, errors, onChange }: WhenFieldsProps): ReactElement {
  return (
    <>
      <MomentFields
        names={["Start date", "Start time"]}
        value={draft.start}
        allDay={draft.allDay}
        error={errors.start ?? null}
        onChange={(start) => onChange(withStart(draft, start, settingsStore.getState().eventMinutes))}
      />
      <MomentFields
        names={[draft.allDay ? "Last day" : "End date", "End time"]}
        value={draft.end}
        allDay={draft.allDay}
        error={errors.end ?? null}
        onChange={(end) => onChange({ end })}
      />
      {!draft.allDay && (
        <ZoneField value={draft.zone} error={errors.zone ?? null} onChange={(zone) => onChange({ zone })} />
      )}
    </>
  );
}

function MomentFields({
  names: [dateName, timeName],
  value,
  allDay,
  error,
  onChange,
}: {
  readonly names: readonly [string, string];
  readonly value: string;
  readonly allDay: boolean;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}): ReactElement {
  const moment = splitMoment(value);
  const change = (part: Partial<Moment>): void => onChange(joinMoment({ ...moment, ...part }, allDay));
  return (
    <div className={styles.pair}>
      <TextField
        label={dateName}
        type="date"
        value={moment.date}
        error={error}
        onChange={(date) => change({ date })}
      />
      {!allDay && (
        <TextField
          label={timeName}
          type="time"
          value={moment.time}
          aria-invalid={error === null ? undefined : true}
          onChange={(time) => change({ time })}
        />
      )}
    </div>
  );
}
