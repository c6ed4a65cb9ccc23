/** @file How an event repeats, and when that ends. */
import type { ReactElement } from "react";
import type { DraftChange } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { MAX_COUNT, type Recurrence } from "#calendar/recurrence";
import { recurrenceText } from "#calendar/recurrence-text";
import { presetOf, repeatPresets } from "#calendar/repeat-presets";
import { SelectField, type SelectOption } from "#app/ui/SelectField.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import styles from "./DraftEditor.module.css";

export interface RepeatFieldsProps {
  readonly draft: EventDraft;
  readonly error: string | null;
  readonly onChange: (change: DraftChange) => void;
}

const NEVER = "never";
const OWN = "own";
const FIRST_COUNT = 10;
const ENDS = [
  { value: "open", label: "Never" },
  { value: "until", label: "On a day" },
  { value: "count", label: "After some times" },
] as const;

export function RepeatFields({ draft, error, onChange }: RepeatFieldsProps): ReactElement | null {
  const { repeat, start } = draft;
  const presets = repeatPresets(start);
  if (presets.length === 0 && repeat === null) return null;
  const current = repeat === null ? NEVER : (presetOf(repeat, start)?.id ?? OWN);
  const choose = (id: string): void => {
    const rule = presets.find((preset) => preset.id === id)?.rule;
    if (id === NEVER) onChange({ repeat: null });
    else if (rule)
      onChange({ repeat: { ...rule, until: repeat?.until ?? null, count: repeat?.count ?? null } });
  };
  return (
    <>
      <div className={styles.pair}>
        <SelectField
          label="Repeats"
          value={current}
          options={options(presets, repeat, current)}
          error={error}
          onChange={choose}
        />
        {repeat !== null && <EndKind repeat={repeat} start={start} onChange={onChange} />}
      </div>
      {repeat !== null && <EndValue repeat={repeat} start={start} onChange={onChange} />}
    </>
  );
}

function options(
  presets: readonly { readonly id: string; readonly label: string }[],
  repeat: Recurrence | null,
  current: string,
): readonly SelectOption[] {
  const own = current === OWN && repeat !== null ? [{ value: OWN, label: recurrenceText(repeat, "en") }] : [];
  return [
    { value: NEVER, label: "Does not repeat" },
    ...presets.map(({ id, label }) => ({ value: id, label })),
    ...own,
  ];
}

interface EndProps {
  readonly repeat: Recurrence;
  readonly start: string;
  readonly onChange: (change: DraftChange) => void;
}

function EndKind({ repeat, start, onChange }: EndProps): ReactElement {
  const kind = repeat.until !== null ? "until" : repeat.count !== null ? "count" : "open";
  return (
    <SelectField
      label="Stops repeating"
      value={kind}
      options={ENDS}
      onChange={(next) =>
        onChange({
          repeat: {
            ...repeat,
            until: next === "until" ? start.slice(0, 10) : null,
            count: next === "count" ? FIRST_COUNT : null,
          },
        })
      }
    />
  );
}

function EndValue({ repeat, start, onChange }: EndProps): ReactElement | null {
  if (repeat.until !== null) {
    return (
      <TextField
        label="Last day it repeats"
        type="date"
        min={start.slice(0, 10)}
        value={repeat.until.slice(0, 10)}
        onChange={(until) => onChange({ repeat: { ...repeat, until } })}
      />
    );
  }
  if (repeat.count === null) return null;
  return (
    <TextField
      label="How many times"
      type="number"
      min={1}
      max={MAX_COUNT}
      value={String(repeat.count)}
      onChange={(text) => onChange({ repeat: { ...repeat, count: Math.round(Number(text)) } })}
    />
  );
}
