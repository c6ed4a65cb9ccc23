/** @file What only a to-do has: how urgent it is, and whether it is done. */
import type { ReactElement } from "react";
import type { DraftChange } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";

const PRIORITIES = [
  { value: "0", label: "None" },
  { value: "1", label: "High" },
  { value: "5", label: "Medium" },
  { value: "9", label: "Low" },
] as const;

export function TaskFields({
  draft,
  onChange,
}: {
  readonly draft: EventDraft;
  readonly onChange: (change: DraftChange) => void;
}): ReactElement {
  return (
    <>
      <SelectField
        label="Priority"
        value={(PRIORITIES.find(({ value }) => value === String(draft.priority)) ?? PRIORITIES[0]).value}
        options={PRIORITIES}
        onChange={(value) => onChange({ priority: Number(value) })}
      />
      <CheckboxField label="Done" value={draft.done} onChange={(done) => onChange({ done })} />
    </>
  );
}
