/** @file The imported events of the coming weeks, by day. */
import type { ReactElement } from "react";
import { dayText } from "#app/messages/time-text.ts";
import { CalendarEntry } from "./CalendarEntry.tsx";
import type { CalendarItem } from "./calendar-items.ts";
import styles from "./CalendarView.module.css";

/** More are in the month view. */
const MAX_DAYS = 30;

export function AgendaEvents({
  items,
}: {
  readonly items: ReadonlyMap<string, readonly CalendarItem[]>;
}): ReactElement | null {
  const days = [...items]
    .map(([day, all]) => [day, all.filter(({ source }) => source.kind === "event")] as const)
    .filter(([, events]) => events.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MAX_DAYS);
  if (days.length === 0) return null;
  return (
    <section aria-label="Coming up" className={styles.section}>
      <h2>Coming up</h2>
      {days.map(([day, events]) => (
        <div key={day} className={styles.day}>
          <h3>{dayText(day)}</h3>
          <ul className={styles.list}>
            {events.map((item) => (
              <li key={item.key}>
                <CalendarEntry item={item} day={day} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
