/** @file Several lines of text. */
import type { ComponentPropsWithRef, ReactElement } from "react";
import styles from "./field.module.css";
import { FieldNotes, useFieldFrame, type FieldText } from "./field.tsx";

export interface TextAreaProps
  extends FieldText, Omit<ComponentPropsWithRef<"textarea">, "onChange" | "value" | "id"> {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function TextArea({
  label,
  hint,
  error,
  value,
  onChange,
  rows = 4,
  ...rest
}: TextAreaProps): ReactElement {
  const frame = useFieldFrame({ hint, error: error ?? null });
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={frame.control.id}>
        {label}
      </label>
      <textarea
        {...rest}
        {...frame.control}
        rows={rows}
        className={styles.control}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldNotes hint={hint} error={error ?? null} frame={frame} />
    </div>
  );
}
