/** @file Start, end, length and zone of an event, or the due moment of a to-do. */
import type { ReactElement } from "react";
import type { DraftChange } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { movedRepeat } from "#calendar/repeat-presets";
import { settingsStore } from "#app/state/settings.ts";
import { SelectField } from "#app/ui/SelectField.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import { joinMoment, lengthOf, splitMoment, withLength, withStart, type Moment } from "./draft-fields.ts";
import type { DraftErrors } from "./draft-form.ts";
import styles from "./DraftEditor.module.css";
import { ZoneField } from "./ZoneField.tsx";

export interface WhenFieldsProps {
  readonly draft: EventDraft;
  readonly errors: DraftErrors;
  readonly onChange: (change: DraftChange) => void;
}

export function WhenFields({ draft, errors, onChange }: WhenFieldsProps): ReactElement {
  const isTask = draft.kind === "task";
  const moveStart = (start: string): void =>
    onChange({
      ...withStart(draft, start, settingsStore.getState().eventMinutes),
      repeat: movedRepeat(draft, start),
    });
  return (
    <>
      <MomentFields
        names={isTask ? ["Due date", "Due time"] : ["Start date", "Start time"]}
        value={draft.start}
        allDay={draft.allDay}
        error={errors.start ?? null}
        onChange={moveStart}
      />
      {!isTask && (
        <MomentFields
          names={[draft.allDay ? "Last day" : "End date", "End time"]}
          value={draft.end}
          allDay={draft.allDay}
          error={errors.end ?? null}
          onChange={(end) => onChange({ end })}
        />
      )}
      {!draft.allDay && (
        <div className={isTask ? "" : styles.pair}>
          {!isTask && <LengthField draft={draft} onChange={onChange} />}
          <ZoneField value={draft.zone} error={errors.zone ?? null} onChange={(zone) => onChange({ zone })} />
        </div>
      )}
    </>
  );
}

const LENGTHS = [15, 30, 45, 60, 90, 120, 180, 240] as const;

function LengthField({
  draft: { start, end },
  onChange,
}: Pick<WhenFieldsProps, "draft" | "onChange">): ReactElement {
  const minutes = lengthOf(start, end);
  const lengths =
    minutes === null || LENGTHS.some((one) => one === minutes) ? LENGTHS : [...LENGTHS, minutes];
  const unknown = minutes === null ? [{ value: "", label: "Not set" }] : [];
  return (
    <SelectField
      label="Duration"
      value={minutes === null ? "" : String(minutes)}
      options={[...unknown, ...lengths.map((one) => ({ value: String(one), label: lengthText(one) }))]}
      onChange={(value) => value !== "" && onChange({ end: withLength(start, end, Number(value)) })}
    />
  );
}

/** "45 minutes", "1 hour 30 minutes". */
function lengthText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    hours === 0 ? "" : `${hours} ${hours === 1 ? "hour" : "hours"}`,
    rest === 0 ? "" : `${rest} minutes`,
  ];
  return parts.filter((part) => part !== "").join(" ");
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
