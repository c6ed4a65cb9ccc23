/** @file The frame of every form field: label, hint and error, tied to the control with `aria-describedby`. */
import { useId, type ReactElement, type ReactNode } from "react";
import styles from "./field.module.css";

export interface FieldText {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Shown in place of the hint's tone; marks the control as invalid. */
  readonly error?: string | null;
}

/** Attributes a control takes from its frame. */
export interface ControlAttributes {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
}

export interface FieldFrame {
  readonly control: ControlAttributes;
  readonly hintId: string;
  readonly errorId: string;
}

export function useFieldFrame({ hint, error }: Omit<FieldText, "label">): FieldFrame {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [hint ? hintId : "", error ? errorId : ""].filter(Boolean).join(" ");
  return {
    control: {
      id,
      ...(described ? { "aria-describedby": described } : {}),
      ...(error ? { "aria-invalid": true as const } : {}),
    },
    hintId,
    errorId,
  };
}

/** Hint and error below a control. */
export function FieldNotes({
  hint,
  error,
  frame,
}: Omit<FieldText, "label"> & { readonly frame: FieldFrame }): ReactElement {
  return (
    <>
      {hint && (
        <p id={frame.hintId} className={styles.hint}>
          {hint}
        </p>
      )}
      {error && (
        <p id={frame.errorId} className={styles.error} role="alert">
          {error}
        </p>
      )}
    </>
  );
}
