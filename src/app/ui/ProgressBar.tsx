/** @file A labelled progress bar; `null` = running for an unknown time. */
import { useId, type ReactElement, type ReactNode } from "react";
import styles from "./ProgressBar.module.css";

export interface ProgressBarProps {
  readonly label: string;
  /** 0..1, or null when unknown. */
  readonly fraction: number | null;
  readonly detail?: ReactNode;
}

export function ProgressBar({ label, fraction, detail }: ProgressBarProps): ReactElement {
  const id = useId();
  const percent = fraction === null ? undefined : Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div className={styles.progress}>
      <div className={styles.top}>
        <label htmlFor={id}>{label}</label>
        {percent !== undefined && <span className={styles.percent}>{percent}%</span>}
      </div>
      {/* Without `value` the browser treats the bar as indeterminate. */}
      <progress
        id={id}
        className={styles.bar}
        max={100}
        {...(percent === undefined ? {} : { value: percent })}
      />
      {detail && <div className={styles.detail}>{detail}</div>}
    </div>
  );
}
