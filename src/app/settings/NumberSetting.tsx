/** @file A number that is stored as soon as it is valid. */
import { useState, type ReactElement } from "react";
import { TextField } from "#app/ui/TextField.tsx";
import { parseNumberInput, type NumberRules } from "./number-input.ts";

export interface NumberSettingProps extends NumberRules {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export function NumberSetting(props: NumberSettingProps): ReactElement {
  const { label, hint, value, onChange, ...rules } = props;
  /** What is typed while it is not a valid number; null = the setting is shown. */
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null ? null : parseNumberInput(typed, rules);
  return (
    <TextField
      label={label}
      hint={hint}
      error={parsed && "problem" in parsed ? parsed.problem : null}
      inputMode="decimal"
      value={typed ?? String(value)}
      onChange={(text) => {
        setTyped(text);
        const next = parseNumberInput(text, rules);
        if ("value" in next) onChange(next.value);
      }}
      onBlur={() => parsed && "value" in parsed && setTyped(null)}
    />
  );
}
