/** @file A modal on the native `<dialog>`: focus trap, Esc and focus return come from the browser. */
import { useId, useLayoutEffect, useRef, type ReactElement, type ReactNode } from "react";
import { classes } from "./classes.ts";
import styles from "./Dialog.module.css";
import { IconButton } from "./IconButton.tsx";

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  /** Called for Esc, the close button and a click outside; the caller then sets `open` to false. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** `start` = a drawer along the starting edge. */
  readonly placement?: "center" | "start";
}

export function Dialog({
  title,
  open,
  onClose,
  children,
  footer,
  placement = "center",
}: DialogProps): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog || !open) return undefined;
    dialog.showModal();
    // Closing, not only removing, is what gives the focus back to where it was.
    return () => dialog.close();
  }, [open]);

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Esc closes it
    <dialog
      ref={ref}
      className={classes(styles.dialog, placement === "start" && styles.start)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {open && (
        <div className={styles.body}>
          <header className={styles.header}>
            <h2 id={titleId}>{title}</h2>
            <IconButton label="Close" icon="close" onClick={onClose} />
          </header>
          <div className={styles.content}>{children}</div>
          {footer && <footer className={styles.footer}>{footer}</footer>}
        </div>
      )}
    </dialog>
  );
}
