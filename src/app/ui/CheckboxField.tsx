/** @file A yes or no. */
import type { ComponentPropsWithRef, ReactElement } from "react";
import styles from "./field.module.css";
import { FieldNotes, useFieldFrame, type FieldText } from "./field.tsx";

export interface CheckboxFieldProps
  extends FieldText, Omit<ComponentPropsWithRef<"input">, "onChange" | "value" | "checked" | "type" | "id"> {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

export function CheckboxField({
  label,
  hint,
  error,
  value,
  onChange,
  ...rest
}: CheckboxFieldProps): ReactElement {
  const frame = useFieldFrame({ hint, error: error ?? null });
  return (
    <div className={styles.check}>
      <input
        {...rest}
        {...frame.control}
        type="checkbox"
        className={styles.box}
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={frame.control.id}>{label}</label>
      <FieldNotes hint={hint} error={error ?? null} frame={frame} />
    </div>
  );
}
