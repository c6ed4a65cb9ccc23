/** @file One line of text (or a date, a time, a number: pass `type`). */
import type { ComponentPropsWithRef, ReactElement } from "react";
import styles from "./field.module.css";
import { FieldNotes, useFieldFrame, type FieldText } from "./field.tsx";

export interface TextFieldProps
  extends FieldText, Omit<ComponentPropsWithRef<"input">, "onChange" | "value" | "id"> {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function TextField({ label, hint, error, value, onChange, ...rest }: TextFieldProps): ReactElement {
  const frame = useFieldFrame({ hint, error: error ?? null });
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={frame.control.id}>
        {label}
      </label>
      <input
        type="text"
        {...rest}
        {...frame.control}
        className={styles.control}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldNotes hint={hint} error={error ?? null} frame={frame} />
    </div>
  );
}
