/** @file Takes a calendar file dropped anywhere on the view; while it is dragged it says so over the whole window. */
import { useEffect, useState, type ReactElement } from "react";
import { Icon } from "#app/ui/Icon.tsx";
import { readCalendarFiles } from "./calendar-actions.ts";
import styles from "./CalendarDrop.module.css";

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

export function CalendarDrop(): ReactElement | null {
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const events = new AbortController();
    const { signal } = events;
    const over = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    window.addEventListener("dragenter", over, { signal });
    window.addEventListener("dragover", over, { signal });
    // Leaving an element for another one inside the window has a related target.
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setDragging(false);
    };
    window.addEventListener("dragleave", leave, { signal });
    const drop = (event: DragEvent): void => {
      setDragging(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      readCalendarFiles(event.dataTransfer?.files ?? null);
    };
    window.addEventListener("drop", drop, { signal });
    return () => events.abort();
  }, []);

  if (!dragging) return null;
  return (
    <div className={styles.overlay}>
      <p className={styles.text}>
        <Icon name="upload" /> Drop the calendar file to read it
      </p>
    </div>
  );
}
