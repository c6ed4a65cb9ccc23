/** @file A small label; with `onClick` it is a button (a citation that jumps to its message). */
import type { ReactElement, ReactNode } from "react";
import styles from "./Chip.module.css";
import { classes } from "./classes.ts";

export interface ChipProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  /** Tooltip, and the accessible description of a clickable chip. */
  readonly title?: string;
}

export function Chip({ children, onClick, title }: ChipProps): ReactElement {
  if (!onClick) {
    return (
      <span className={styles.chip} title={title}>
        {children}
      </span>
    );
  }
  return (
    <button type="button" className={classes(styles.chip, styles.button)} title={title} onClick={onClick}>
      {children}
    </button>
  );
}
