/**
 * @file A month as a grid of days (the grid pattern of WAI-ARIA: one day can be reached with Tab, arrow keys move between
 * days), and below it the entries of the chosen day.
 */
import { useEffect, useRef, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import { drafts } from "#app/state/drafts.ts";
import { Button } from "#app/ui/Button.tsx";
import { classes } from "#app/ui/classes.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { CalendarEntry } from "./CalendarEntry.tsx";
import type { CalendarItem } from "./calendar-items.ts";
import { showDay, today } from "./calendar-place.ts";
import { closeEditor } from "./close-editor.ts";
import styles from "./MonthView.module.css";
import { dayOfKey, longDayText, monthText, monthWeeks, weekdayText } from "./view-days.ts";

type Items = ReadonlyMap<string, readonly CalendarItem[]>;

export interface MonthViewProps {
  readonly day: string;
  readonly firstDay: number;
  readonly items: Items;
}

/** Entries shown in a cell. */
const MAX_SHOWN = 3;

export function MonthView({ day, firstDay, items }: MonthViewProps): ReactElement {
  const weeks = monthWeeks(day, firstDay);
  const { chosen, move } = useDayKeys(day, firstDay);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- the grid pattern keeps the table's rows and headers */}
      <table role="grid" aria-label={monthText(day)} className={styles.month} onKeyDown={move}>
        <thead>
          <tr>
            {(weeks[0] ?? []).map((one) => (
              <th key={one} scope="col">
                {weekdayText(one)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((one) => (
                <DayCell
                  key={one}
                  day={one}
                  isChosen={one === day}
                  isOutside={one.slice(0, 7) !== day.slice(0, 7)}
                  items={items.get(one) ?? []}
                  buttonRef={one === day ? chosen : undefined}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <DayList day={day} items={items.get(day) ?? []} />
    </>
  );
}

interface DayKeys {
  /** The button of the chosen day. */
  readonly chosen: RefObject<HTMLButtonElement | null>;
  readonly move: (event: KeyboardEvent) => void;
}

/** Arrow keys choose another day, and the focus goes there. */
function useDayKeys(day: string, firstDay: number): DayKeys {
  const chosen = useRef<HTMLButtonElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) chosen.current?.focus();
    moved.current = false;
  });
  const move = (event: KeyboardEvent): void => {
    const next = dayOfKey(event.key, day, firstDay);
    if (next === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moved.current = true;
    showDay(next);
  };
  return { chosen, move };
}

interface DayCellProps {
  readonly day: string;
  readonly isChosen: boolean;
  readonly isOutside: boolean;
  readonly items: readonly CalendarItem[];
  readonly buttonRef: React.Ref<HTMLButtonElement> | undefined;
}

function DayCell({ day, isChosen, isOutside, items, buttonRef }: DayCellProps): ReactElement {
  const count = items.length === 0 ? "" : `, ${items.length} ${items.length === 1 ? "entry" : "entries"}`;
  return (
    <td
      aria-selected={isChosen}
      className={classes(styles.cell, isOutside && styles.outside, isChosen && styles.chosen)}
    >
      <button
        ref={buttonRef}
        type="button"
        tabIndex={isChosen ? 0 : -1}
        className={classes(styles.number, day === today() && styles.today)}
        aria-label={`${longDayText(day)}${count}`}
        aria-current={day === today() ? "date" : undefined}
        onClick={() => showDay(day)}
      >
        {Number(day.slice(8))}
        {items.length > 0 && <span className={styles.dot} aria-hidden="true" />}
      </button>
      <div className={styles.entries}>
        {items.slice(0, MAX_SHOWN).map((item) => (
          <CalendarEntry key={item.key} item={item} day={day} compact />
        ))}
        {items.length > MAX_SHOWN && <span className={styles.more}>{items.length - MAX_SHOWN} more</span>}
      </div>
    </td>
  );
}

function DayList({ day, items }: Pick<DayCellProps, "day" | "items">): ReactElement {
  return (
    <section aria-label={longDayText(day)} className={styles.list}>
      <h3>{longDayText(day)}</h3>
      {items.length === 0 && <p className={styles.nothing}>Nothing on this day.</p>}
      <ul>
        {items.map((item) => (
          <li key={item.key}>
            <CalendarEntry item={item} day={day} />
          </li>
        ))}
      </ul>
      <div>
        <Button
          onClick={() => {
            closeEditor();
            drafts.create("event", day);
          }}
        >
          <Icon name="plus" /> Draft on this day
        </Button>
      </div>
    </section>
  );
}
