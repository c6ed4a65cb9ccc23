/** @file Whether an event is certain; one that left as a file can be withdrawn. */
import type { ReactElement } from "react";
import type { DraftChange } from "#calendar/draft";
import type { DraftStatus, EventDraft } from "#calendar/event-draft";
import { SelectField, type SelectOption } from "#app/ui/SelectField.tsx";

const STATUSES: readonly SelectOption<DraftStatus>[] = [
  { value: "tentative", label: "Tentative" },
  { value: "confirmed", label: "Confirmed" },
];
const CANCELLED: SelectOption<DraftStatus> = { value: "cancelled", label: "Cancelled" };

/** A file of this draft exists: what is written next is about the same event. */
function wasExported({ state, sequence }: EventDraft): boolean {
  return state === "approved" || sequence > 0;
}

export function StatusField({
  draft,
  onChange,
}: {
  readonly draft: EventDraft;
  readonly onChange: (change: DraftChange) => void;
}): ReactElement {
  const canCancel = wasExported(draft) || draft.status === "cancelled";
  return (
    <SelectField
      label="Status"
      value={draft.status}
      options={canCancel ? [...STATUSES, CANCELLED] : STATUSES}
      onChange={(status) => onChange({ status })}
    />
  );
}
