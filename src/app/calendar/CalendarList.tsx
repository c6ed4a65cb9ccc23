/** @file The calendars that were imported, each with its age. */
import { useState, type ReactElement } from "react";
import { countText } from "#app/messages/time-text.ts";
import { useImportedCalendars } from "#app/state/calendars.ts";
import { defaultZone } from "#app/state/settings.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import { removeCalendar } from "./calendar-actions.ts";
import styles from "./CalendarView.module.css";
import { ageText, calendarName } from "./conflict-text.ts";

export function CalendarList(): ReactElement | null {
  const calendars = useImportedCalendars();
  const [now] = useState(() => new Date().toISOString());
  if (calendars.length === 0) return null;
  return (
    <section aria-label="Imported calendars" className={styles.section}>
      <h2>Imported calendars</h2>
      <ul className={styles.list}>
        {calendars.map((calendar) => (
          <li key={calendar.id} className={styles.calendar}>
            <div>
              <bdi dir="auto" className={styles.title}>
                {calendarName(calendar)}
              </bdi>
              <p className={styles.about}>
                {countText(calendar.events.length, "event")}, imported{" "}
                {ageText(calendar.importedAt, now, defaultZone())}. Later changes are not in it.
              </p>
            </div>
            <IconButton
              label={`Remove ${calendarName(calendar)}`}
              icon="trash"
              onClick={() => void removeCalendar(calendar)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
