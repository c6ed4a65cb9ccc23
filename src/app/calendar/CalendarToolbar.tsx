/** @file Which view of the calendar, and which days of it. */
import type { ReactElement } from "react";
import { Button } from "#app/ui/Button.tsx";
import { classes } from "#app/ui/classes.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import { showDay, showMode, usePlace } from "./calendar-place.ts";
import styles from "./CalendarToolbar.module.css";
import { rangeText, stepDay, type CalendarMode } from "./view-days.ts";

const MODES: readonly { readonly mode: CalendarMode; readonly label: string }[] = [
  { mode: "agenda", label: "Agenda" },
  { mode: "week", label: "Week" },
  { mode: "month", label: "Month" },
];

export function CalendarToolbar({ firstDay }: { readonly firstDay: number }): ReactElement {
  const { mode, day } = usePlace();
  return (
    <div className={styles.toolbar}>
      <fieldset aria-label="View" className={styles.modes}>
        {MODES.map((one) => (
          <button
            key={one.mode}
            type="button"
            className={classes(styles.mode, one.mode === mode && styles.current)}
            aria-pressed={one.mode === mode}
            onClick={() => showMode(one.mode)}
          >
            {one.label}
          </button>
        ))}
      </fieldset>
      {mode !== "agenda" && (
        <div className={styles.steps}>
          <IconButton
            label={`Previous ${mode}`}
            icon="chevron-left"
            onClick={() => showDay(stepDay(mode, day, -1))}
          />
          <IconButton
            label={`Next ${mode}`}
            icon="chevron-right"
            onClick={() => showDay(stepDay(mode, day, 1))}
          />
          <Button onClick={() => showDay(null)}>Today</Button>
          <h2 className={styles.range} aria-live="polite">
            {rangeText(mode, day, firstDay)}
          </h2>
        </div>
      )}
    </div>
  );
}
