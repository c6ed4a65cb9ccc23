/** @file Choice of a time zone among all this browser knows; typing in the list searches it. */
import type { ReactElement } from "react";
import { SelectField } from "#app/ui/SelectField.tsx";
import { zoneOptions } from "./zone-options.ts";

export interface ZoneFieldProps {
  readonly value: string;
  readonly onChange: (zone: string) => void;
  readonly label?: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly disabled?: boolean;
}

export function ZoneField({ value, onChange, label = "Time zone", ...rest }: ZoneFieldProps): ReactElement {
  return (
    <SelectField label={label} value={value} options={zoneOptions(value)} onChange={onChange} {...rest} />
  );
}
