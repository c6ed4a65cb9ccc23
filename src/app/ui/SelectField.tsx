/** @file A choice from a list. */
import type { ComponentPropsWithRef, ReactElement } from "react";
import styles from "./field.module.css";
import { FieldNotes, useFieldFrame, type FieldText } from "./field.tsx";

export interface SelectOption<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
}

export interface SelectFieldProps<Value extends string>
  extends FieldText, Omit<ComponentPropsWithRef<"select">, "onChange" | "value" | "id" | "children"> {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>): ReactElement {
  const { label, hint, error, value, options, onChange, ...rest } = props;
  const frame = useFieldFrame({ hint, error: error ?? null });
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={frame.control.id}>
        {label}
      </label>
      <select
        {...rest}
        {...frame.control}
        className={styles.control}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <FieldNotes hint={hint} error={error ?? null} frame={frame} />
    </div>
  );
}
