/** @file The arguments of a waiting step as fields. Saving shows what would change; nothing is done yet. */
import { useEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { argumentsOf } from "#agent/act/registry";
import type { AgentRun, Step } from "#agent/act/run";
import type { JsonObject } from "#agent/act/schema";
import { Button } from "#app/ui/Button.tsx";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import { TextArea } from "#app/ui/TextArea.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import styles from "./agent.module.css";
import { editedArguments, editFields, editValues, type EditField } from "./edit-form.ts";

export interface StepEditorProps {
  readonly run: AgentRun;
  readonly step: Step;
  readonly busy: boolean;
  /** Why the last try could not be kept. */
  readonly problem: string | null;
  /** `ownDate` = a date in words in place of the chosen one, or empty. */
  readonly onSave: (args: JsonObject, ownDate: string) => void;
  readonly onCancel: () => void;
}

export function StepEditor({ run, step, busy, problem, onSave, onCancel }: StepEditorProps): ReactElement {
  const schema = useMemo(
    () => (step.tool === "unknown" ? null : argumentsOf(step.tool, run.tables)),
    [step.tool, run.tables],
  );
  const fields = useMemo(() => (schema === null ? [] : editFields(schema, run)), [schema, run]);
  const [values, setValues] = useState(() => editValues(fields, step.args));
  const [ownDate, setOwnDate] = useState("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input, select, textarea")?.focus(), []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc in any of its fields
    <form
      ref={form}
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (schema !== null) onSave(editedArguments(schema, fields, values, step.args), ownDate.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        // Not also the shortcut that stops an answer.
        event.stopPropagation();
        onCancel();
      }}
    >
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={values[field.name] ?? ""}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      {schema !== null && Object.hasOwn(schema.properties, "date_key") && (
        <TextField
          label="Another date, in words"
          hint="Like “12 December at 9:00” or “tomorrow at 4pm”. Counted from today."
          autoComplete="off"
          value={ownDate}
          onChange={setOwnDate}
        />
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" disabled={busy}>
          Show the change
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly field: EditField;
  readonly value: string | readonly string[];
  readonly onChange: (value: string | readonly string[]) => void;
}

function Field({ field, value, onChange }: FieldProps): ReactElement {
  const { label, kind, required, options } = field;
  if (kind === "many")
    return <Choices field={field} chosen={typeof value === "string" ? [] : value} onChange={onChange} />;
  const text = typeof value === "string" ? value : "";
  if (kind === "choice") {
    const none = required ? [] : [{ value: "", label: "As it is" }];
    return <SelectField label={label} value={text} options={[...none, ...options]} onChange={onChange} />;
  }
  if (kind === "text") return <TextArea label={label} value={text} required={required} onChange={onChange} />;
  const number = kind === "number" ? ({ type: "number", inputMode: "numeric" } as const) : {};
  return <TextField label={label} value={text} required={required} onChange={onChange} {...number} />;
}

function Choices({
  field,
  chosen,
  onChange,
}: {
  readonly field: EditField;
  readonly chosen: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}): ReactElement {
  return (
    <fieldset className={styles.choices}>
      <legend>{field.label}</legend>
      {field.options.map(({ value, label }) => (
        <CheckboxField
          key={value}
          label={label}
          value={chosen.includes(value)}
          onChange={(on) => onChange(on ? [...chosen, value] : chosen.filter((one) => one !== value))}
        />
      ))}
    </fieldset>
  );
}
