/** @file What a file says about one event. It is shown, never acted on. */
import { useState, type ReactElement } from "react";
import { formatSpan } from "#calendar/format-when";
import { recurrenceText } from "#calendar/recurrence-text";
import { defaultZone } from "#app/state/settings.ts";
import { Dialog } from "#app/ui/Dialog.tsx";
import { ageText, calendarName } from "./conflict-text.ts";
import { hideEvent, useShownEvent, type ShownEvent } from "./event-dialog-state.ts";
import styles from "./EventDialog.module.css";

export function EventDialog(): ReactElement {
  const shown = useShownEvent();
  return (
    <Dialog title={shown?.event.title || "Event"} open={shown !== null} onClose={hideEvent}>
      {shown && <Facts shown={shown} />}
    </Dialog>
  );
}

const BUSY = { busy: "Busy", maybe: "Tentative", free: "Blocks no time" } as const;

function Facts({ shown: { event, calendar } }: { readonly shown: ShownEvent }): ReactElement {
  const [now] = useState(() => new Date().toISOString());
  const { allDay, start, end, zone, repeat, location, busy } = event;
  const span = formatSpan(start, end, "en");
  const facts: readonly (readonly [name: string, value: string])[] = [
    ["When", allDay ? `${span}, all day` : `${span} ${zone ?? "in your time zone"}`],
    ["Repeats", repeat === null ? "" : recurrenceText(repeat, "en")],
    ["Where", location],
    ["Shown as", BUSY[busy]],
    ["From", `${calendarName(calendar)}, imported ${ageText(calendar.importedAt, now, defaultZone())}`],
  ];
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi dir="auto">{value}</bdi>
            </dd>
          </div>
        ))}
    </dl>
  );
}
