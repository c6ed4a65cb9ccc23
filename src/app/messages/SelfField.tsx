/** @file Which person of a thread is "me"; nobody is an answer too. */
import type { ReactElement } from "react";
import type { Person } from "#messages/message";
import { SelectField } from "#app/ui/SelectField.tsx";

export interface SelfFieldProps {
  readonly people: readonly Person[];
  readonly value: string | null;
  readonly disabled?: boolean;
  readonly onChange: (personId: string | null) => void;
}

const NOBODY = "";

export function SelfField({ people, value, disabled = false, onChange }: SelfFieldProps): ReactElement {
  const known = people.some(({ id }) => id === value) ? (value ?? NOBODY) : NOBODY;
  return (
    <SelectField
      label="Which one is you?"
      value={known}
      disabled={disabled}
      options={[
        { value: NOBODY, label: "Not said" },
        ...people.map((person) => ({ value: person.id, label: person.name })),
      ]}
      onChange={(personId) => onChange(personId === NOBODY ? null : personId)}
    />
  );
}
