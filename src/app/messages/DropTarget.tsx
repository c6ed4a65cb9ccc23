/** @file Takes files dropped and text pasted anywhere on the view; while a file is dragged it says so over the whole window. */
import { useEffect, useState, type ReactElement } from "react";
import { Icon } from "#app/ui/Icon.tsx";
import styles from "./DropTarget.module.css";
import { importFiles, importText } from "./import-actions.ts";

export function DropTarget(): ReactElement | null {
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
    window.addEventListener(
      "dragleave",
      // Leaving an element for another one inside the window has a related target.
      (event) => event.relatedTarget === null && setDragging(false),
      { signal },
    );
    window.addEventListener(
      "drop",
      (event) => {
        setDragging(false);
        if (!holdsFiles(event)) return;
        event.preventDefault();
        importFiles(event.dataTransfer?.files ?? null);
      },
      { signal },
    );
    document.addEventListener("paste", takePaste, { signal });
    return () => events.abort();
  }, []);

  if (!dragging) return null;
  return (
    <div className={styles.overlay}>
      <p className={styles.text}>
        <Icon name="upload" /> Drop the chat export to read it
      </p>
    </div>
  );
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Ctrl+V outside of a text field, and not while a dialog is open. */
function takePaste(event: ClipboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog:modal")) return;
  const { clipboardData } = event;
  const text = clipboardData?.getData("text/plain") ?? "";
  if (clipboardData?.files.length) importFiles(clipboardData.files);
  else if (text.trim() !== "") importText(text);
  else return;
  event.preventDefault();
}
