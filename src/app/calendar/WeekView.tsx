/** @file Seven days, each with its entries: columns where there is room, else one below the other. */
import type { ReactElement } from "react";
import { classes } from "#app/ui/classes.ts";
import { CalendarEntry } from "./CalendarEntry.tsx";
import type { CalendarItem } from "./calendar-items.ts";
import { today } from "./calendar-place.ts";
import { longDayText, weekdayText } from "./view-days.ts";
import styles from "./WeekView.module.css";

export interface WeekViewProps {
  readonly days: readonly string[];
  readonly items: ReadonlyMap<string, readonly CalendarItem[]>;
}

export function WeekView({ days, items }: WeekViewProps): ReactElement {
  const now = today();
  return (
    <div className={styles.week}>
      {days.map((day) => (
        <section key={day} aria-label={longDayText(day)} className={styles.day}>
          <h3
            className={classes(styles.heading, day === now && styles.today)}
            aria-current={day === now ? "date" : undefined}
          >
            {weekdayText(day)} {Number(day.slice(8))}
          </h3>
          <ul className={styles.list}>
            {(items.get(day) ?? []).map((item) => (
              <li key={item.key}>
                <CalendarEntry item={item} day={day} />
              </li>
            ))}
          </ul>
          {!items.has(day) && <p className={styles.nothing}>Nothing</p>}
        </section>
      ))}
    </div>
  );
}
