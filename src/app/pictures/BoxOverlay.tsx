/** @file The boxes of an answer over its picture, each with its number; what they are stands beside the picture. */
import type { ReactElement } from "react";
import { classes } from "#app/ui/classes.ts";
import styles from "./BoxOverlay.module.css";
import type { GroundedBox } from "./grounding.ts";
import { boxStyle } from "./region.ts";

export interface BoxOverlayProps {
  readonly boxes: readonly GroundedBox[];
  /** Index of the one that is highlighted. */
  readonly selected: number | null;
}

export function BoxOverlay({ boxes, selected }: BoxOverlayProps): ReactElement {
  return (
    <span className={styles.overlay} aria-hidden="true">
      {boxes.map(({ start, region }, index) => (
        <span
          key={start}
          className={classes(
            styles.box,
            index === selected && styles.selected,
            selected !== null && index !== selected && styles.faint,
          )}
          style={boxStyle(region)}
        >
          <span className={styles.number}>{index + 1}</span>
        </span>
      ))}
    </span>
  );
}
