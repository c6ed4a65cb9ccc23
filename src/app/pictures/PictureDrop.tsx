/** @file Takes pictures dropped or pasted anywhere; while a file is dragged it says so over the whole window. */
import { useEffect, useState, type ReactElement } from "react";
import { Icon } from "#app/ui/Icon.tsx";
import { attachPictures, isPictureFile } from "./attach-pictures.ts";
import styles from "./PictureDrop.module.css";

export default function PictureDrop(): ReactElement | null {
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
        attachPictures(event.dataTransfer?.files ?? []);
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
        <Icon name="picture" /> Drop the picture to ask about it
      </p>
    </div>
  );
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Not while a dialog is open, and not where text that is copied along with a picture goes into a field. */
function takePaste(event: ClipboardEvent): void {
  if (document.querySelector("dialog:modal")) return;
  const { clipboardData, target } = event;
  const pictures = [...(clipboardData?.files ?? [])].filter(isPictureFile);
  if (pictures.length === 0) return;
  const inField = target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;
  if (inField && clipboardData?.getData("text/plain").trim()) return;
  event.preventDefault();
  attachPictures(pictures);
}
