/** @file Takes files dropped anywhere on the page; while one is dragged it says so over the whole window. */
import { useEffect, useState, type ReactElement } from "react";
import styles from "./FileDrop.module.css";
import { Icon, type IconName } from "./Icon.tsx";

export interface FileDropProps {
  readonly icon: IconName;
  /** What dropping does. */
  readonly label: string;
  /** Always the same function: a new one would be listened with anew. */
  readonly onFiles: (files: FileList, data: DataTransfer) => void;
}

export function FileDrop({ icon, label, onFiles }: FileDropProps): ReactElement | null {
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
        if (event.dataTransfer) onFiles(event.dataTransfer.files, event.dataTransfer);
      },
      { signal },
    );
    return () => events.abort();
  }, [onFiles]);

  if (!dragging) return null;
  return (
    <div className={styles.overlay}>
      <p className={styles.text}>
        <Icon name={icon} /> {label}
      </p>
    </div>
  );
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
