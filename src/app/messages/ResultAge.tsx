/** @file What a result was made from, and when. */
import type { ReactElement } from "react";
import type { Language } from "#calendar/resolution";
import type { Kept } from "#app/state/kept-results.ts";
import { ageText } from "./result-text.ts";
import styles from "./RunPanel.module.css";

export interface ResultAgeProps {
  readonly kept: Kept<unknown>;
  /** Messages that had text to read, where the result says so. */
  readonly readCount?: number;
  readonly language: Language;
}

export function ResultAge({ kept, readCount, language }: ResultAgeProps): ReactElement {
  return (
    <p className={styles.note} lang={language}>
      {ageText(kept, readCount ?? kept.chosen, language)}
    </p>
  );
}
