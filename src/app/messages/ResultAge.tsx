/** @file What a result was made from, and when. */
import type { ReactElement } from "react";
import type { Kept } from "#app/state/kept-results.ts";
import styles from "./RunPanel.module.css";
import { countText } from "./time-text.ts";

const MADE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export interface ResultAgeProps {
  readonly kept: Kept<unknown>;
  /** Messages that had text to read, where the result says so. */
  readonly readCount?: number;
}

export function ResultAge({ kept, readCount }: ResultAgeProps): ReactElement {
  const read = readCount ?? kept.chosen;
  return (
    <p className={styles.note}>
      From {countText(read, "message")}
      {read < kept.chosen && ` of ${kept.chosen.toLocaleString("en")} chosen`},{" "}
      {MADE.format(new Date(kept.madeAt))}
    </p>
  );
}
