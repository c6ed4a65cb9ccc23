/** @file Which messages to read: all, the last ten, the last N or a range of days. */
import type { ReactElement } from "react";
import { TextField } from "#app/ui/TextField.tsx";
import type { SelectionForm } from "./selection-form.ts";
import styles from "./RunPanel.module.css";

const MODES: readonly { readonly mode: SelectionForm["mode"]; readonly label: string }[] = [
  { mode: "all", label: "All" },
  { mode: "last-ten", label: "Last 10" },
  { mode: "last", label: "Last N" },
  { mode: "range", label: "Date range" },
];

export interface SelectionFieldsProps {
  readonly form: SelectionForm;
  readonly problem: string | null;
  readonly onChange: (form: SelectionForm) => void;
}

export function SelectionFields({ form, problem, onChange }: SelectionFieldsProps): ReactElement {
  return (
    <fieldset className={styles.selection}>
      <legend>Which messages</legend>
      <Modes form={form} onChange={onChange} />
      {form.mode === "last" && (
        <TextField
          label="Number of messages"
          type="number"
          inputMode="numeric"
          min={1}
          value={form.count}
          error={problem}
          onChange={(count) => onChange({ ...form, count })}
        />
      )}
      {form.mode === "range" && (
        <div className={styles.range}>
          <TextField
            label="From"
            type="date"
            value={form.from}
            error={problem}
            onChange={(from) => onChange({ ...form, from })}
          />
          <TextField label="To" type="date" value={form.to} onChange={(to) => onChange({ ...form, to })} />
        </div>
      )}
    </fieldset>
  );
}

function Modes({ form, onChange }: Pick<SelectionFieldsProps, "form" | "onChange">): ReactElement {
  return (
    <div className={styles.modes}>
      {MODES.map(({ mode, label }) => (
        <label key={mode} className={styles.mode}>
          <input
            type="radio"
            name="selection"
            className={styles.radio}
            checked={form.mode === mode}
            onChange={() => onChange({ ...form, mode })}
          />
          {label}
        </label>
      ))}
    </div>
  );
}
